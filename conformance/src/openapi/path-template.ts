import { matchesDocumented } from "../text/matches-documented.js";
import { decodePercent } from "../text/percent.js";
import { findPlaceholders, isPlaceholder } from "../text/placeholder.js";

/** One segment of a path template: literal, or with parameters in it (`{id}`, `{id}.json`). */
export interface TemplateSegment {
  readonly text: string;
  readonly isLiteral: boolean;
  /** Of a segment that is one parameter and nothing else. */
  readonly parameter: string | undefined;
}

/** The segments of a path template. */
export function templateSegments(template: string): TemplateSegment[] {
  return template
    .split("/")
    .slice(1)
    .map((text) => ({
      text,
      isLiteral: !text.includes("{"),
      parameter: isPlaceholder(text) ? text.slice(1, -1) : undefined,
    }));
}

/**
 * The path parameters, when the documented segments fit the template's; `undefined` when they do not.
 *
 * @param documented segments as they stand in the URL, not decoded.
 * @param loose whether a placeholder in the documented path may stand for a literal segment of the template.
 */
export function matchTemplate(
  template: readonly TemplateSegment[],
  documented: readonly string[],
  loose: boolean,
): Record<string, string> | undefined {
  if (template.length !== documented.length) return undefined;
  const values: Record<string, string> = {};
  let index = 0;
  for (const { text, isLiteral, parameter } of template) {
    const value = decodePercent(documented[index] as string);
    index += 1;
    if (isLiteral) {
      if (text !== value && !(loose && matchesDocumented(value, text))) return undefined;
    } else if (value === "") {
      return undefined;
    } else if (parameter !== undefined) {
      values[parameter] = value;
    } else if (!takeParameters(text, value, values)) {
      return undefined;
    }
  }
  return values;
}

/** How much of the template is literal: of two templates that fit, the one with more is meant. */
export function literalWeight(template: readonly TemplateSegment[]): number {
  return template.reduce(
    (weight, { isLiteral, parameter }) => weight + (isLiteral ? 2 : parameter !== undefined ? 0 : 1),
    0,
  );
}

/** Reads `{name}.suffix` and the like; a segment with two parameters is split at the first text between them. */
function takeParameters(template: string, value: string, values: Record<string, string>): boolean {
  if (!matchesDocumented(template, value)) return false;
  const spans = findPlaceholders(template);
  let at = spans[0]?.start ?? 0;
  for (const [index, { start, end }] of spans.entries()) {
    const next = spans[index + 1];
    const literal = template.slice(end, next?.start);
    const stop = next === undefined ? value.length - literal.length : value.indexOf(literal, at + 1);
    values[template.slice(start + 1, end - 1)] = value.slice(at, stop);
    at = stop + literal.length;
  }
  return true;
}
