import { faultProblem, isTokenFault, stepsOf } from "./fault-answer.js";
import type { PreferOptions } from "./types.js";

/** How a request asks to be answered (RFC 7240). */
export interface Preference {
  /** This status. */
  readonly code?: number;
  /** The answer of the exchange with this id. */
  readonly example?: string;
  /** This fault, by name. */
  readonly fault?: string;
}

/** Reads `Prefer`. What it does not know is left alone, as RFC 7240 wants it; a value that cannot be is a problem. */
export function readPreference(text: string): Preference | { readonly problem: string } {
  const preference: { code?: number; example?: string; fault?: string } = {};
  for (const part of text.split(",")) {
    const [name = "", value = ""] = (part.split(";")[0] ?? "").split("=").map((side) => side.trim());
    const unquoted = value.replace(/^"(.*)"$/, "$1");
    if (name.toLowerCase() === "example") preference.example = unquoted;
    if (name.toLowerCase() === "fault") {
      const problem = faultProblem(unquoted);
      if (problem !== undefined) return { problem };
      preference.fault = unquoted;
    }
    if (name.toLowerCase() === "code") {
      if (!/^[2-5]\d\d$/.test(unquoted)) return { problem: `code=${unquoted} is no status from 200 to 599` };
      preference.code = Number(unquoted);
    }
  }
  return preference;
}

/** Whether a method and path, not decoded, are the ones meant; a `{name}` stands for any segment. */
export function fitsPath(wanted: string, path: string): boolean {
  const [asked, given] = [wanted.split("/"), path.split("/")];
  return (
    asked.length === given.length &&
    asked.every((segment, index) => /^\{.*\}$/.test(segment) || segment === given[index])
  );
}

/** What the next requests are answered. */
export class PendingPreferences {
  readonly #pending: { text: string; options: PreferOptions; left: number; isOfTokens: boolean }[] = [];

  /** @throws RangeError for a preference that is none. */
  add(text: string, options: PreferOptions = {}): void {
    const read = readPreference(text);
    if ("problem" in read) throw new RangeError(read.problem);
    if (Object.keys(read).length === 0)
      throw new RangeError(`"${text}" prefers nothing; say code=429, example=<id> or fault=<name>`);
    const { times = stepsOf(read.fault) } = options;
    if (!Number.isInteger(times) || times < 1) throw new RangeError("times is not a number from 1");
    this.#pending.push({ text, options, left: times, isOfTokens: isTokenFault(read.fault) });
  }

  /** What this request is answered; it counts. */
  take(vendor: string, method: string, path: string, isTokenRequest: boolean): string | undefined {
    const found = this.#pending.find(
      ({ options: { vendor: only = vendor, operation }, isOfTokens }) =>
        only === vendor && (operation === undefined ? isTokenRequest === isOfTokens : fits(operation, method, path)),
    );
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#pending.splice(this.#pending.indexOf(found), 1);
    return found.text;
  }

  clear(): void {
    this.#pending.length = 0;
  }
}

function fits(operation: string, method: string, path: string): boolean {
  const [wanted, template = ""] = operation.split(" ");
  return wanted?.toUpperCase() === method && fitsPath(template, path);
}
