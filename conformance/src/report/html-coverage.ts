import type { Dimension, FaultCoverage, Tally } from "../coverage/types.js";
import { escapeMarkup as esc } from "./escape.js";
import { anchor, count, FIDELITIES } from "./html-text.js";
import type { MapCell, MapRow, ReportedResult, ReportedVendor } from "./types.js";

const DIMENSIONS: Readonly<Partial<Record<Dimension, string>>> = {
  operations: "operations",
  statuses: "statuses",
  parameters: "parameters",
  requestFields: "request members",
  fields: "response fields",
  null: "null seen",
  absent: "absent seen",
  events: "events",
  faults: "faults",
};

/** A vendor: its figures, the map of its operations and events by status, and the faults by kind of operation. */
export function vendorSection(vendor: ReportedVendor, results: readonly ReportedResult[]): string {
  const { title, totals, map, events, faults } = vendor;
  const own = results.filter((result) => result.vendor === vendor.vendor);
  const groups = new Map<string, MapRow[]>();
  for (const row of map) groups.set(groupOf(row.operation), [...(groups.get(groupOf(row.operation)) ?? []), row]);
  const lists = [...groups].map(([name, rows]) =>
    group(
      groups.size > 1 ? name : "",
      "",
      rows.map((row) => mapRow(row, own)),
    ),
  );
  const incoming = events.map((row) => eventRow(row, own));
  const meters =
    totals === undefined
      ? `<p class="soft">No description of this vendor is known here.</p>`
      : `<div class="meters">${Object.entries(DIMENSIONS)
          .map(([dimension, name]) => meter(name, totals[dimension as Dimension]))
          .join("")}</div>`;
  return `<section class="card vendor" data-vendor="${esc(vendor.vendor)}"><div class="vendor-head"><h2>${esc(title)}</h2><span class="soft">${count(own.length, "exchange")}</span></div>
${meters}${faultClasses(faults)}
${lists.join("\n")}${incoming.length > 0 ? group("Events that the vendor sends", "events", incoming) : ""}</section>`;
}

/** What the marks of the maps mean; said once. */
export const LEGEND: string = `<div class="legend" id="legend"><span><i class="cell v-passed">200</i> passed</span><span><i class="cell v-request-only">request</i> request only</span><span><i class="cell v-contradicts">200</i> contradicts the description, known</span><span><i class="cell v-failed">✗ 200</i> failed</span><span><i class="cell v-passed f-schema-derived">200</i> schema-derived, does not count</span><span><i class="cell v-incoming in">event</i> comes in</span><span><i class="cell v-none">404</i> no exchange</span><span>${Object.entries(
  FIDELITIES,
)
  .map(([name, [letter]]) => `<b>${letter}</b> ${name}`)
  .join(
    " · ",
  )}</span><span><i class="track key"><i class="index" style="width:100%"></i></i> index: an exchange shows it</span><span><i class="track key"><i class="score" style="width:100%"></i></i> score: this run proved it</span></div>`;

/** Index and score apart: what the exchanges could prove, and what this run proved. */
function meter(name: string, { of, index, score }: Tally): string {
  if (of === 0) return "";
  const percent = (part: number): string => ((part / of) * 100).toFixed(1);
  return `<div class="meter"><div class="what">${name}</div><div class="track"><i class="index" style="width:${percent(index)}%"></i><i class="score" style="width:${percent(score)}%"></i></div><div class="num"><b>${score}</b> proved · ${index} provable <span class="soft">of ${of}</span></div></div>`;
}

/** A row for each kind of operation, a column for each group of faults. */
function faultClasses(faults: readonly FaultCoverage[]): string {
  if (faults.length === 0) return "";
  const groups = [...new Set(faults.map(({ group }) => group))];
  const rows = [...new Set(faults.map((fault) => fault.class))].map((kind) => {
    const cells = groups.map((group) => {
      const own = faults.filter((fault) => fault.class === kind && fault.group === group);
      const proved = own.filter(({ mark }) => mark === "proved").length;
      const provable = own.filter(({ mark }) => mark !== "open").length;
      const open = own.filter(({ mark }) => mark !== "proved").map(({ fault }) => fault);
      if (own.length === 0) return `<td class="soft">–</td>`;
      const state = proved === own.length ? "full" : "part";
      const about = `proved ${proved}, provable ${provable}, of ${own.length}${open.length > 0 ? `; not proved: ${open.join(", ")}` : ""}`;
      return `<td class="${state}" title="${esc(about)}">${state === "full" ? "✓ " : ""}${proved}<span class="soft">/${own.length}</span></td>`;
    });
    return `<tr><th scope="row">${esc(kind)}</th>${cells.join("")}</tr>`;
  });
  return `<div class="scroll" tabindex="0" role="group" aria-label="Faults by kind of operation"><table class="kinds"><caption>faults by kind of operation</caption><thead><tr><td></td>${groups.map((name) => `<th scope="col">${esc(name)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
}

function group(name: string, style: string, rows: readonly string[]): string {
  return `<div class="group ${style}">${name === "" ? "" : `<h3>${esc(name)}</h3>`}<ul class="map">${rows.join("\n")}</ul></div>`;
}

/** The path opens what is known of the operation; the cells lead to the exchanges. */
function mapRow({ operation, deprecated, cells }: MapRow, own: readonly ReportedResult[]): string {
  const [method = "", path = ""] = operation.split(" ");
  const isOpen = cells.every(({ verdict }) => verdict === undefined);
  const title = `${operation}${deprecated ? " (deprecated)" : ""}`;
  const name = `<bdi>${deprecated ? `<s>${esc(path)}</s>` : esc(path)}</bdi>`;
  return `<li data-text="${textOf(operation, cells, own)}"${isOpen ? ' class="open-op"' : ""}><span class="verb">${esc(method)}</span><button type="button" class="path" aria-expanded="false" data-op="${esc(operation)}" title="${esc(title)}">${name}</button><span class="cells">${mapCells(cells)}</span></li>`;
}

function eventRow({ operation, cells }: MapRow, own: readonly ReportedResult[]): string {
  const isOpen = cells.every(({ verdict }) => verdict === undefined);
  return `<li data-text="${textOf(operation, cells, own)}"${isOpen ? ' class="open-op"' : ""}><span class="verb in" title="the vendor sends it">⇠ in</span><span class="path" title="${esc(operation)}"><bdi>${esc(operation)}</bdi></span><span class="cells">${mapCells(cells)}</span></li>`;
}

function textOf(operation: string, cells: readonly MapCell[], own: readonly ReportedResult[]): string {
  const ids = new Set(cells.flatMap(({ exchanges }) => exchanges));
  const sources = own.filter(({ id }) => ids.has(id)).map(({ id, source }) => `${id} ${source.title}`);
  return esc([operation, ...new Set(sources)].join(" ").toLowerCase());
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
  const many = exchanges.length > 1 ? `×${exchanges.length}` : "";
  const sign = verdict === "failed" ? "✗ " : "";
  return `<a class="cell v-${verdict} f-${fidelity}${status === "event" ? " in" : ""}" data-verdict="${verdict}" data-fidelity="${fidelity}" href="#${anchor(exchanges[0] ?? "")}" title="${esc(title)}">${sign}${esc(status)}<sup>${letter}${many}</sup></a>`;
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
