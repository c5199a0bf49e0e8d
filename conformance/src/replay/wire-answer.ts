import type { DocumentedResponse } from "../exchange/types.js";
import type { WireResponse } from "../transport/types.js";

/** The answer where none is documented: success, without a body. */
export const NO_ANSWER: WireResponse = { status: 204, headers: [], body: null };

/** Written by the platform from the body; what the page shows of them is left out. */
const OF_THE_BODY: ReadonlySet<string> = new Set([
  "connection",
  "content-encoding",
  "content-length",
  "keep-alive",
  "transfer-encoding",
]);
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** The documented response as bytes on the wire. Where no Content-Type is shown, JSON says that it is JSON and text that it is text. */
export function wireAnswer({ status, headers = {}, body = null }: DocumentedResponse): WireResponse {
  const shown = Object.entries(headers).filter(
    ([name, value]) => !OF_THE_BODY.has(name.toLowerCase()) && isFieldValue(value),
  );
  if (body === null || WITHOUT_BODY.has(status)) return { status, headers: shown, body: null };
  const hasType = shown.some(([name]) => name.toLowerCase() === "content-type");
  const type = typeof body === "string" ? "text/plain; charset=utf-8" : "application/json";
  return {
    status,
    headers: hasType ? shown : [...shown, ["content-type", type]],
    body: typeof body === "string" ? body : JSON.stringify(body),
  };
}

/** Whether HTTP can carry the value: Latin-1, no controls. */
function isFieldValue(value: string): boolean {
  for (let index = 0; index < value.length; index += 1) {
    const code = value.charCodeAt(index);
    if ((code < 0x20 && code !== 0x09) || code === 0x7f || code > 0xff) return false;
  }
  return true;
}
