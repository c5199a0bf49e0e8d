/** `p` proved, `i` provable (the index counts it), `o` open, `-`: does not apply. */
export type PackedMark = "p" | "i" | "o" | "-";

/** What is known of an operation, as it is kept in the page. */
export interface PackedOperation {
  readonly operation: string;
  readonly parameters: readonly (readonly [name: string, place: string, mark: PackedMark])[];
  /** Number of the list of members of the request body; -1: none is described. */
  readonly body: number;
  readonly statuses: readonly (readonly [status: string, mark: PackedMark, members: number])[];
}

/** A described member: how deep it stands, its name, and three marks: seen, seen as null, seen left out. */
export type PackedMember = readonly [depth: number, name: string, marks: string];

/**
 * Draws what is known of an operation: parameters, members of the request body and of each answer. The function goes into
 * the page as its own source text, so it refers to nothing outside itself.
 */
export function drawOperation(
  { parameters, body, statuses }: PackedOperation,
  lists: readonly (readonly PackedMember[])[],
): string {
  const SIGNS: Record<string, readonly [sign: string, word: string]> = {
    p: ["●", "proved"],
    i: ["◐", "provable"],
    o: ["○", "open"],
    "-": ["", ""],
  };
  const esc = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
  const sign = (mark: string | undefined): string => {
    const [symbol = "", word = ""] = SIGNS[mark ?? "-"] ?? [];
    return word === ""
      ? ""
      : `<span class="cov c-${mark}" role="img" aria-label="${word}" title="${word}">${symbol}</span>`;
  };
  const members = (number: number): string => {
    const list = lists[number] ?? [];
    const rows = list.map(
      ([depth, name, marks]) =>
        `<tr><th scope="row" style="padding-left:${depth * 14 + 4}px">${esc(name)}</th><td>${sign(marks[0])}</td><td>${sign(marks[1])}</td><td>${sign(marks[2])}</td></tr>`,
    );
    return `<div class="scroll" tabindex="0" role="group" aria-label="Members"><table class="members"><thead><tr><th scope="col">member</th><th scope="col">seen</th><th scope="col">null</th><th scope="col">absent</th></tr></thead><tbody>${rows.join("")}</tbody></table></div>`;
  };
  const tally = (number: number): string => {
    const list = lists[number] ?? [];
    const proved = list.filter(([, , marks]) => marks[0] === "p").length;
    const shown = list.filter(([, , marks]) => marks[0] === "p" || marks[0] === "i").length;
    return `${list.length} member${list.length === 1 ? "" : "s"}: ${proved} proved, ${shown} provable`;
  };
  const block = (title: string, mark: string, number: number): string => {
    if (number < 0) return `<p class="bare">${mark}${title}</p>`;
    const isTelling = (lists[number] ?? []).some(([, , marks]) => /[pi]/.test(marks));
    return `<details class="part"${isTelling ? " open" : ""}><summary>${mark}${title} <span class="soft">${tally(number)}</span></summary>${members(number)}</details>`;
  };
  const chips = parameters.map(
    ([name, place, mark]) => `<li>${sign(mark)} <code>${esc(name)}</code> <span class="soft">${esc(place)}</span></li>`,
  );
  return [
    chips.length > 0 ? `<div class="label">parameters</div><ul class="chips">${chips.join("")}</ul>` : "",
    body >= 0 ? `<div class="label">request body</div>${block("members", "", body)}` : "",
    `<div class="label">answers</div>${statuses.map(([status, mark, list]) => block(`<code>${esc(status)}</code>`, `${sign(mark)} `, list)).join("")}`,
  ].join("");
}
