import { drawOperation } from "./coverage-view.js";
import { escapeMarkup as esc } from "./escape.js";
import { drawFault } from "./fault-view.js";
import { LEGEND, vendorSection } from "./html-coverage.js";
import { faultFailures, faultMatrix } from "./html-faults.js";
import { findings } from "./html-findings.js";
import { SCRIPT } from "./html-script.js";
import { STYLE } from "./html-style.js";
import { type AnyVerdict, anchor, count, FIDELITIES, sourceLink, VERDICTS } from "./html-text.js";
import { packCoverage } from "./pack-coverage.js";
import { packFaults } from "./pack-faults.js";
import type { Report, ReportedResult } from "./types.js";

const POLICY =
  "default-src 'none';style-src 'unsafe-inline';script-src 'unsafe-inline';img-src data:;base-uri 'none';form-action 'none'";

/**
 * A report as one HTML file that needs nothing else: no network, no other file. Without scripts it still has verdicts, maps
 * and every failure; scripts filter, and draw what is only looked at now and then from data in the file.
 */
export function htmlReport(report: Report): string {
  const { results, vendors, faults, createdAt, transports, ms, tool } = report;
  const failed = results.filter(({ verdict }) => verdict === "failed" || verdict === "no-client");
  const packed = faults && packFaults(faults);
  const head = headline(report);
  const data = { coverage: packCoverage(vendors.flatMap(({ operations }) => operations)), faults: packed };
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer"><link rel="icon" href="data:,"><title>Conformance: ${esc(head)}</title><style>${STYLE}</style></head>
<body><a class="skip" href="#exchanges">To the exchanges</a>
<header class="top"><div class="wrap"><div class="eyebrow">Conformance report</div><h1>${esc(head)}</h1>
<div class="soft">${count(results.length, "exchange")} replayed through the real clients on ${esc(transports.join(", "))} in ${(ms / 1000).toFixed(1)} s · <time datetime="${createdAt}">${createdAt.slice(0, 16).replace("T", " ")} UTC</time></div>
${bar("exchanges", report.verdicts)}${faults ? bar("faults", faults.verdicts) : ""}</div></header>
${tools(report)}
<main class="wrap" id="main">
${failures(failed)}
${faults && packed ? faultFailures(faults, packed) : ""}
${vendors.some(({ map, events }) => map.length + events.length > 0) ? LEGEND : ""}
${vendors.map((vendor) => vendorSection(vendor, results)).join("\n")}
${faults ? faultMatrix(faults) : ""}
<section class="card" id="exchanges" tabindex="-1"><div class="vendor-head"><h2>Exchanges</h2><span class="soft" role="status"><span id="shown">${results.length}</span> of ${results.length} shown</span></div>
<ul class="list">${results.map(exchangeRow).join("\n")}</ul><p class="empty" id="nothing" hidden>Nothing fits these filters.</p></section>
</main><footer><div class="wrap">${esc(tool.name)} ${esc(tool.version)}. Values of credentials are withheld. Press <kbd>/</kbd> to search; the address keeps the filters.</div></footer>
<script type="application/json" id="data">${JSON.stringify(data).replaceAll("<", "\\u003c")}</script>
<script>const drawFault=${drawFault};const drawOperation=${drawOperation};${SCRIPT}</script></body></html>
`;
}

function headline({ results, verdicts, faults }: Report): string {
  const bad = (verdicts.failed ?? 0) + (verdicts["no-client"] ?? 0);
  const unmet = faults?.verdicts.failed ?? 0;
  const parts = [
    ...(bad > 0 ? [`${count(bad, "exchange")} of ${results.length} failed`] : []),
    ...(unmet > 0 ? [`${count(unmet, "fault")} of ${unmet + (faults?.verdicts.passed ?? 0)} not met`] : []),
  ];
  return parts.length === 0 ? "Everything is as documented" : parts.join(", ");
}

function bar(name: string, verdicts: Readonly<Partial<Record<AnyVerdict, number>>>): string {
  const parts = used(verdicts);
  const words = parts.map(([verdict, number]) => `${number} ${verdict}`).join(", ");
  const pieces = parts.map(
    ([verdict, number]) => `<span class="bar-${verdict}" style="flex:${number}" title="${number} ${verdict}"></span>`,
  );
  return parts.length === 0
    ? ""
    : `<div class="verdicts"><div class="name">${name}</div><div class="verdictbar" role="img" aria-label="${name}: ${words}">${pieces.join("")}</div><div class="words">${words}</div></div>`;
}

function tools({ verdicts, faults, vendors }: Report): string {
  const all: Partial<Record<AnyVerdict, number>> = { ...verdicts };
  for (const [verdict, number] of used(faults?.verdicts ?? {})) all[verdict] = (all[verdict] ?? 0) + number;
  const toggles = used(all).map(([verdict, number]) => {
    const exchanges = verdict === "not-applicable" ? 0 : (verdicts[verdict] ?? 0);
    const split =
      number === exchanges ? "" : ` (${count(exchanges, "exchange")}, ${count(number - exchanges, "fault")})`;
    return `<button type="button" class="toggle" aria-pressed="true" data-verdict="${verdict}" title="${esc(VERDICTS[verdict] + split)}"><span class="dot bar-${verdict}"></span>${verdict} <b>${number}</b></button>`;
  });
  const options = vendors.map(({ vendor, title }) => `<option value="${esc(vendor)}">${esc(title)}</option>`);
  const fidelities = Object.keys(FIDELITIES).map((name) => `<option>${name}</option>`);
  return `<div class="tools" role="search"><div class="wrap"><input id="filter-text" type="search" placeholder="Filter by id, operation, page or fault" aria-label="Filter by id, operation, page or fault">
<select id="filter-vendor" aria-label="Vendor"><option value="">Every vendor</option>${options.join("")}</select>
<select id="filter-fidelity" aria-label="Fidelity"><option value="">Every fidelity</option>${fidelities.join("")}</select>
${toggles.join("\n")}<button type="button" id="reset">Reset</button><button type="button" id="theme" aria-pressed="false" aria-label="Dark or light">◐</button></div></div>`;
}

function failures(failed: readonly ReportedResult[]): string {
  if (failed.length === 0) return "";
  const items = failed.map(
    (result) =>
      `<article class="fail" ${dataOf(result)}><h3><a href="#${anchor(result.id)}">${esc(result.id)}</a></h3><div class="soft"><code>${esc(result.operation)}</code> · ${sourceLink(result)}</div>${result.reason === undefined ? "" : `<p>${esc(result.reason)}</p>`}${findings(result)}</article>`,
  );
  return `<section class="card" id="failures"><h2>What differs</h2>${items.join("\n")}</section>`;
}

function exchangeRow(result: ReportedResult): string {
  const { id, verdict, operation, fidelity, ms, reason, file, transports, contradictions } = result;
  const agreed = Object.entries(transports).map(([name, found]) => `${name} ${found}`);
  const isTelling = verdict === "failed" || contradictions.length > 0;
  return `<li ${dataOf(result)}><details class="row" id="${anchor(id)}"${isTelling ? " data-telling" : ""}><summary><span><span class="tag v-${verdict}">${verdict}</span></span><span class="mono id">${esc(id)}</span><span class="mono op soft">${esc(operation)}</span><span class="fid soft">${fidelity}</span><span class="ms">${ms.toFixed(1)} ms</span></summary>
<div class="body"><dl><dt>page</dt><dd>${sourceLink(result)}</dd><dt>fidelity</dt><dd>${fidelity}: ${FIDELITIES[fidelity][1]}</dd>${file === undefined ? "" : `<dt>file</dt><dd><code>${esc(file)}</code></dd>`}${reason === undefined ? "" : `<dt>reason</dt><dd>${esc(reason)}</dd>`}${agreed.length === 0 ? "" : `<dt>transports</dt><dd>${esc(agreed.join(", "))}</dd>`}</dl>${findings(result)}</div></details></li>`;
}

function dataOf({ id, vendor, verdict, fidelity, operation, source }: ReportedResult): string {
  const text = `${id} ${operation} ${source.title}`.toLowerCase();
  return `data-exchange data-vendor="${esc(vendor)}" data-verdict="${verdict}" data-fidelity="${fidelity}" data-text="${esc(text)}"`;
}

function used(verdicts: Readonly<Partial<Record<AnyVerdict, number>>>): (readonly [AnyVerdict, number])[] {
  return (Object.keys(VERDICTS) as AnyVerdict[]).flatMap((verdict) =>
    verdicts[verdict] ? [[verdict, verdicts[verdict]] as const] : [],
  );
}
