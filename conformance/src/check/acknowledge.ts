import type { Exchange } from "../exchange/types.js";
import { pointerTokens } from "../text/pointer.js";
import type { Contradiction } from "./contradiction.js";

/** Marks the contradictions that the exchange itself acknowledges, in `contradicts` or in the words of its notes. */
export function acknowledge(contradictions: readonly Contradiction[], exchange: Exchange): Contradiction[] {
  if (contradictions.length === 0) return [];
  const { contradicts = [], notes = "" } = exchange;
  const sentences = (notes.match(SENTENCE) ?? []).filter((sentence) => SAYS_SO.test(sentence));
  const members =
    sentences.length === 0 ? new Set<string>() : memberNames([exchange.request.body, exchange.response?.body]);
  return contradictions.map((contradiction) => {
    if (contradiction.acknowledged !== undefined) return contradiction;
    const listed = contradicts.find(({ pointer }) => pointer === contradiction.pointer)?.reason;
    const sentence = listed ?? sentences.find((text) => isAbout(text, contradiction, members));
    return sentence === undefined
      ? contradiction
      : { ...contradiction, acknowledged: listed ?? `notes: ${sentence.trim()}` };
  });
}

/** Up to a full stop or semicolon that ends something; not the dot in `rating.value`. */
const SENTENCE = /[^.;]+(?:\.(?!\s|$)[^.;]*)*/g;
const SAYS_SO = /contradict|disagree|conflict|violat|differs? from|does not (?:match|fit)/i;
const THE_DESCRIPTION = /contradict.*\b(?:schema|description|specification|spec)\b/is;

/**
 * A sentence acknowledges the members that it names, and no others, so that a further contradiction is still found. One that names no member of
 * the exchange is about the whole of it.
 */
function isAbout(sentence: string, { pointer }: Contradiction, members: ReadonlySet<string>): boolean {
  const words = sentence.split(/[^\w$-]+/);
  const member = pointerTokens(pointer).findLast((token) => !/^\d+$/.test(token));
  if (member !== undefined && words.includes(member)) return true;
  return THE_DESCRIPTION.test(sentence) && !words.some((word) => members.has(word));
}

/** The names of all members in JSON values. */
function memberNames(values: readonly unknown[], names: Set<string> = new Set()): Set<string> {
  for (const value of values) {
    if (value === null || typeof value !== "object") continue;
    if (!Array.isArray(value)) for (const name of Object.keys(value)) names.add(name);
    memberNames(Object.values(value), names);
  }
  return names;
}
