import type { Contradiction } from "../check/contradiction.js";
import type { Difference } from "../compare/difference.js";
import type { Json } from "../exchange/types.js";
import { escapeMarkup as esc } from "./escape.js";
import type { ReportedResult } from "./types.js";
import { type DiffPart, diffValues } from "./value-diff.js";

/** What differs, and what contradicts the description, side by side. */
export function findings({ differences, contradictions }: ReportedResult): string {
  return [...differences.map(differenceBlock), ...contradictions.map(contradictionBlock)].join("");
}

function differenceBlock({ aspect, message, documented, found }: Difference): string {
  const right = aspect === "result" || aspect === "status" ? "the client gave" : "sent";
  const values = documented === undefined && found === undefined ? "" : compared(right, documented, found);
  return `<div class="diff"><p><span class="tag v-failed">${aspect}</span> ${esc(message)}</p>${values}</div>`;
}

function contradictionBlock({ pointer, expected, got, acknowledged }: Contradiction): string {
  const style = acknowledged === undefined ? "v-failed" : "v-contradicts";
  const known = acknowledged === undefined ? "" : `<p class="soft">known: ${esc(acknowledged)}</p>`;
  const both = `<div class="sides"><div class="side"><div class="label">documented</div><pre>${esc(shown(got))}</pre></div><div class="side"><div class="label">the description asks for</div><pre>${esc(expected)}</pre></div></div>`;
  return `<div class="diff"><p><span class="tag ${style}">description</span> <code>${esc(pointer)}</code></p>${both}${known}</div>`;
}

/** Line by line; on a phone, one under the other. Signs and elements say what colours say. */
function compared(right: string, documented: Json | undefined, found: Json | undefined): string {
  const rows = diffValues(documented, found).map((row) => {
    if (row.kind === "folded") return `<div class="dfold">${row.lines} equal lines</div>`;
    const left = side("del", row.left, row.kind === "changed");
    return `<div class="drow ${row.kind}">${left}${side("ins", row.right, row.kind === "changed")}</div>`;
  });
  const none = (value: Json | undefined): string => (value === undefined ? ` <i>(nothing)</i>` : "");
  return `<div class="compare"><div class="dhead"><div class="label">documented${none(documented)}</div><div class="label">${right}${none(found)}</div></div>${rows.join("")}</div>`;
}

function side(element: "del" | "ins", parts: readonly DiffPart[] | undefined, isChanged: boolean): string {
  if (parts === undefined) return `<span class="dcell none"></span>`;
  const sign = isChanged ? `<b class="sign">${element === "del" ? "−" : "+"}</b>` : "";
  const text = parts.map(({ text, differs }) => (differs ? `<${element}>${esc(text)}</${element}>` : esc(text)));
  return `<span class="dcell ${isChanged ? element : ""}">${sign}${text.join("")}</span>`;
}

function shown(value: Json | undefined): string {
  if (value === undefined) return "(nothing)";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
