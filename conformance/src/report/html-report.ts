import type { Contradiction } from "../check/contradiction.js";
import type { Difference } from "../compare/difference.js";
import type { Dimension, Tally } from "../coverage/types.js";
import type { Fidelity, Json } from "../exchange/types.js";
import type { Verdict } from "../replay/types.js";
import { escapeMarkup as esc } from "./escape.js";
import { SCRIPT } from "./html-script.js";
import { STYLE } from "./html-style.js";
import type { MapCell, MapRow, Report, ReportedResult, ReportedVendor } from "./types.js";

const VERDICTS: Readonly<Record<Verdict, string>> = {
  passed: "request and answer are as documented",
  "request-only": "the request is as documented; the page shows no answer",
  contradicts: "passed; it contradicts the vendor's own description, as is known",
  failed: "something differs",
  incoming: "an event that the vendor sends",
  "not-replayable": "the page lost what a replay needs",
  "no-client": "there is no client for the vendor",
};

const FIDELITIES: Readonly<Record<Fidelity, readonly [letter: string, meaning: string]>> = {
  verbatim: ["v", "the page shows request and response"],
  "response-only": ["r", "the page shows the response"],
  "request-only": ["q", "the page shows the request"],
  "schema-derived": ["s", "assembled from a field table; never counts as documented"],
};

const DIMENSIONS: Readonly<Partial<Record<Dimension, string>>> = {
  operations: "operations",
  statuses: "statuses",
  parameters: "parameters",
  fields: "response fields",
};

/** A report as one HTML file that needs nothing else: no network, no other file. */
export function htmlReport(report: Report): string {
  const { results, vendors, createdAt, transports, ms, tool } = report;
  const failed = results.filter(({ verdict }) => verdict === "failed" || verdict === "no-client");
  const head =
    failed.length === 0
      ? "Everything is as documented"
      : `${count(failed.length, "exchange")} of ${results.length} failed`;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none'">
<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,"><title>Conformance: ${esc(head)}</title><style>${STYLE}</style></head>
<body><a class="skip" href="#exchanges">To the exchanges</a>
<header class="top"><div class="wrap"><div class="eyebrow">Conformance report</div><h1>${esc(head)}</h1>
<div class="soft">${count(results.length, "exchange")} replayed through the real clients on ${esc(transports.join(", "))} in ${(ms / 1000).toFixed(1)} s · <time datetime="${createdAt}">${createdAt.slice(0, 16).replace("T", " ")} UTC</time></div>
${verdictBar(report)}</div></header>
${tools(report)}
<main class="wrap">
${failures(failed)}
${vendors.map((vendor) => vendorSection(vendor, results)).join("\n")}
<section class="card" id="exchanges"><div class="vendor-head"><h2>Exchanges</h2><span class="soft"><span id="shown" aria-live="polite">${results.length}</span> of ${results.length} shown</span></div>
<ul class="list">${results.map(exchangeRow).join("\n")}</ul><p class="empty" id="nothing" hidden>Nothing fits these filters.</p></section>
</main><footer><div class="wrap">${esc(tool.name)} ${esc(tool.version)}. Values of credentials are withheld. Press <b>/</b> to search.</div></footer>
<script>${SCRIPT}</script></body></html>
`;
}

function verdictBar({ verdicts, results }: Report): string {
  const parts = used(verdicts).map(
    ([verdict, number]) =>
      `<span class="bar-${verdict}" style="flex:${number}" title="${number} ${verdict}: ${esc(VERDICTS[verdict])}"></span>`,
  );
  const words = used(verdicts)
    .map(([verdict, number]) => `${number} ${verdict}`)
    .join(", ");
  return results.length === 0 ? "" : `<div class="verdictbar" role="img" aria-label="${words}">${parts.join("")}</div>`;
}

function tools({ verdicts, vendors }: Report): string {
  const toggles = used(verdicts).map(
    ([verdict, number]) =>
      `<button type="button" class="toggle" aria-pressed="true" data-verdict="${verdict}" title="${esc(VERDICTS[verdict])}"><span class="dot bar-${verdict}"></span>${verdict} <b>${number}</b></button>`,
  );
  const options = vendors.map(({ vendor, title }) => `<option value="${esc(vendor)}">${esc(title)}</option>`);
  const fidelities = Object.keys(FIDELITIES).map((name) => `<option>${name}</option>`);
  return `<div class="tools" role="search"><div class="wrap"><input id="filter-text" type="search" placeholder="Filter by id, operation or page" aria-label="Filter by id, operation or page">
<select id="filter-vendor" aria-label="Vendor"><option value="">Every vendor</option>${options.join("")}</select>
<select id="filter-fidelity" aria-label="Fidelity"><option value="">Every fidelity</option>${fidelities.join("")}</select>
${toggles.join("\n")}<button type="button" id="reset">Reset</button><button type="button" id="theme" aria-pressed="false" aria-label="Dark or light">◐</button></div></div>`;
}

function failures(failed: readonly ReportedResult[]): string {
  if (failed.length === 0) return "";
  const items = failed.map(
    (result) =>
      `<article class="fail" ${dataOf(result)}><h4><a href="#${anchor(result.id)}">${esc(result.id)}</a></h4><div class="soft"><code>${esc(result.operation)}</code> · ${sourceLink(result)}</div>${findings(result)}</article>`,
  );
  return `<section class="card" id="failures"><h2>What differs</h2>${items.join("\n")}</section>`;
}

function vendorSection({ vendor, title, totals, map }: ReportedVendor, results: readonly ReportedResult[]): string {
  const own = results.filter((result) => result.vendor === vendor);
  const groups = new Map<string, MapRow[]>();
  for (const row of map) groups.set(groupOf(row.operation), [...(groups.get(groupOf(row.operation)) ?? []), row]);
  const lists = [...groups].map(
    ([name, rows]) =>
      `<div class="group">${groups.size > 1 ? `<h3>${esc(name)}</h3>` : ""}<ul class="map">${rows.map((row) => mapRow(row, own)).join("\n")}</ul></div>`,
  );
  const meters =
    totals === undefined
      ? `<p class="soft">No description of this vendor is known here.</p>`
      : `<div class="meters">${Object.entries(DIMENSIONS)
          .map(([dimension, name]) => meter(name, totals[dimension as Dimension]))
          .join("")}</div>`;
  return `<section class="card" data-vendor="${esc(vendor)}" aria-labelledby="v-${esc(vendor)}"><div class="vendor-head"><h2 id="v-${esc(vendor)}">${esc(title)}</h2><span class="soft">${count(own.length, "exchange")}</span></div>${meters}
${lists.join("\n")}${map.length > 0 ? LEGEND : ""}</section>`;
}

const LEGEND = `<div class="legend"><span><i class="cell v-passed">200</i> passed</span><span><i class="cell v-request-only">request</i> request only</span><span><i class="cell v-contradicts">200</i> contradicts the description, known</span><span><i class="cell v-failed">200</i> failed</span><span><i class="cell v-passed f-schema-derived">200</i> schema-derived, does not count</span><span><i class="cell v-none">404</i> no exchange</span><span>${Object.entries(
  FIDELITIES,
)
  .map(([name, [letter]]) => `<b>${letter}</b> ${name}`)
  .join(" · ")}</span></div>`;

function meter(name: string, { of, index, score }: Tally): string {
  const percent = (part: number): string => (of === 0 ? "0" : ((part / of) * 100).toFixed(1));
  return `<div class="meter" title="described: ${of}; an exchange shows: ${index}; this run proved: ${score}"><span class="num">${score} <span class="soft">of ${of}</span></span>${name}<div class="track"><i class="index" style="width:${percent(index)}%"></i><i class="score" style="width:${percent(score)}%"></i></div></div>`;
}

function mapRow({ operation, deprecated, cells }: MapRow, own: readonly ReportedResult[]): string {
  const [method = "", path = ""] = operation.split(" ");
  const isOpen = cells.every(({ verdict }) => verdict === undefined);
  const ids = cells.flatMap(({ exchanges }) => exchanges);
  const text = `${operation} ${own
    .filter(({ id }) => ids.includes(id))
    .map(({ id }) => id)
    .join(" ")}`.toLowerCase();
  return `<li data-text="${esc(text)}"${isOpen ? ' class="open-op"' : ""}><span class="verb">${esc(method)}</span><span class="path" title="${esc(operation)}${deprecated ? " (deprecated)" : ""}"><bdi>${deprecated ? "<s>" : ""}${esc(path)}${deprecated ? "</s>" : ""}</bdi></span><span class="cells">${mapCells(cells)}</span></li>`;
}

/** Statuses that no exchange shows are drawn together: they are many, and say one thing. */
function mapCells(cells: readonly MapCell[]): string {
  const open = cells.filter(({ verdict }) => verdict === undefined);
  const shown = cells.filter(({ verdict }) => verdict !== undefined).map(mapCell);
  const [only] = open;
  if (only === undefined) return shown.join("");
  const statuses = open.map(({ status }) => status).join(", ");
  const label = open.length === 1 ? esc(only.status) : `+${open.length}`;
  return `${shown.join("")}<span class="cell v-none" title="no exchange: ${esc(statuses)}">${label}</span>`;
}

function mapCell({ status, verdict, fidelity, exchanges }: MapCell): string {
  const [letter] = fidelity === undefined ? [""] : FIDELITIES[fidelity];
  const title = `${status}: ${verdict}, ${fidelity}\n${exchanges.join("\n")}`;
  return `<a class="cell v-${verdict} f-${fidelity}" data-verdict="${verdict}" data-fidelity="${fidelity}" href="#${anchor(exchanges[0] ?? "")}" title="${esc(title)}">${esc(status)}<sup>${letter}${exchanges.length > 1 ? `×${exchanges.length}` : ""}</sup></a>`;
}

function exchangeRow(result: ReportedResult): string {
  const { id, verdict, operation, fidelity, ms, reason, file, transports, contradictions } = result;
  const agreed = Object.entries(transports).map(([name, found]) => `${name} ${found}`);
  const isTelling = verdict === "failed" || contradictions.length > 0;
  return `<li ${dataOf(result)}><details class="row" id="${anchor(id)}"${isTelling ? " data-telling" : ""}><summary><span><span class="tag v-${verdict}">${verdict}</span></span><span class="mono id">${esc(id)}</span><span class="mono op soft">${esc(operation)}</span><span class="fid soft">${fidelity}</span><span class="ms">${ms.toFixed(1)} ms</span></summary>
<div class="body"><dl><dt>page</dt><dd>${sourceLink(result)}</dd><dt>fidelity</dt><dd>${fidelity}: ${FIDELITIES[fidelity][1]}</dd>${file === undefined ? "" : `<dt>file</dt><dd><code>${esc(file)}</code></dd>`}${reason === undefined ? "" : `<dt>reason</dt><dd>${esc(reason)}</dd>`}${agreed.length === 0 ? "" : `<dt>transports</dt><dd>${esc(agreed.join(", "))}</dd>`}</dl>${findings(result)}</div></details></li>`;
}

function findings({ differences, contradictions }: ReportedResult): string {
  return [...differences.map(differenceBlock), ...contradictions.map(contradictionBlock)].join("");
}

function differenceBlock({ aspect, message, documented, found }: Difference): string {
  const right = aspect === "result" || aspect === "status" ? "the client gave" : "sent";
  const values =
    documented === undefined && found === undefined ? "" : sides(["documented", documented], [right, found]);
  return `<div class="diff"><p><span class="tag v-failed">${aspect}</span> ${esc(message)}</p>${values}</div>`;
}

function contradictionBlock({ pointer, expected, got, acknowledged }: Contradiction): string {
  const style = acknowledged === undefined ? "v-failed" : "v-contradicts";
  const known = acknowledged === undefined ? "" : `<p class="soft">known: ${esc(acknowledged)}</p>`;
  return `<div class="diff"><p><span class="tag ${style}">description</span> <code>${esc(pointer)}</code></p>${sides(["documented", got], ["the description asks for", expected])}${known}</div>`;
}

type Side = readonly [label: string, value: Json | undefined];

function sides(...both: readonly Side[]): string {
  const cells = both.map(
    ([label, value]) => `<div class="side"><h5>${label}</h5><pre>${esc(shown(value))}</pre></div>`,
  );
  return `<div class="sides">${cells.join("")}</div>`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "(nothing)";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function dataOf({ id, vendor, verdict, fidelity, operation, source }: ReportedResult): string {
  const text = `${id} ${operation} ${source.title}`.toLowerCase();
  return `data-exchange data-vendor="${esc(vendor)}" data-verdict="${verdict}" data-fidelity="${fidelity}" data-text="${esc(text)}"`;
}

/** Only web pages become links. */
function sourceLink({ source: { title, url } }: ReportedResult): string {
  return url !== null && /^https?:\/\//i.test(url)
    ? `<a href="${esc(url)}" rel="noreferrer noopener">${esc(title)}</a>`
    : esc(title);
}

function used(verdicts: Report["verdicts"]): (readonly [Verdict, number])[] {
  return (Object.keys(VERDICTS) as Verdict[]).flatMap((verdict) =>
    verdicts[verdict] ? [[verdict, verdicts[verdict]] as const] : [],
  );
}

/** The first segments of a path say to which part of an API it belongs. */
function groupOf(operation: string): string {
  const [, path = ""] = operation.split(" ");
  return `/${path
    .split("/")
    .slice(1, 3)
    .filter((part) => !part.includes("{"))
    .join("/")}`;
}

function anchor(id: string): string {
  return `x-${id.replace(/[^\w-]/g, (character) => `.${character.charCodeAt(0).toString(16)}.`)}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
