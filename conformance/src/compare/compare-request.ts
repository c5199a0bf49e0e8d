import type { Exchange } from "../exchange/types.js";
import { splitUrl } from "../text/split-url.js";
import type { WireRequest } from "../transport/types.js";
import { compareBody } from "./compare-body.js";
import { compareHeaders } from "./compare-headers.js";
import { compareUrl } from "./compare-url.js";
import type { Difference } from "./difference.js";
import { looseningOf } from "./loosening.js";

/** What the description knows of a request and its page may not say. */
export interface RequestContext {
  /** Names of query parameters that are date-times: a `+` in them is a plus. */
  readonly keepsPlus?: (name: string) => boolean;
  /** The media type of the body where the page shows no Content-Type. */
  readonly bodyType?: string | undefined;
}

/** Compares a request on the wire with the documented one. Empty: they say the same. */
export function compareRequest(exchange: Exchange, sent: WireRequest, context: RequestContext = {}): Difference[] {
  const { keepsPlus, bodyType } = context;
  const { method, url, headers = {} } = exchange.request;
  const documented = url === null ? undefined : splitUrl(url);
  if (documented === undefined)
    return [{ aspect: "exchange", at: "url", message: "the documented URL is not absolute" }];
  const loosening = looseningOf(exchange);
  const isVolatile = (name: string): boolean => loosening.accepts(`/request/query/${name}`, null, null);
  const differences: Difference[] = [];
  if (method.toUpperCase() !== sent.method) {
    differences.push({
      aspect: "method",
      at: "",
      message: "another method was used",
      documented: method,
      found: sent.method,
    });
  }
  differences.push(
    ...compareUrl(documented, sent.url, { isVolatile, ...(keepsPlus && { keepsPlus }) }),
    ...compareHeaders(headers, sent.headers),
    ...compareBody(exchange, sent, bodyType),
  );
  return differences;
}
