import { compareRequest, type RequestContext } from "../compare/compare-request.js";
import type { Difference } from "../compare/difference.js";
import type { Exchange } from "../exchange/types.js";
import type { WireRequest } from "../transport/types.js";

/** Every request must be the documented one. After a 401 a client may come back once, with a new token. */
export function compareSent(exchange: Exchange, sent: readonly WireRequest[], context: RequestContext): Difference[] {
  const [first] = sent;
  if (first === undefined) return [{ aspect: "client", at: "", message: "the client sent nothing" }];
  const differences = compareRequest(exchange, first, context);
  const allowed = exchange.response?.status === 401 ? 2 : 1;
  if (sent.length > allowed) {
    differences.push({
      aspect: "client",
      at: "",
      message: "the client sent the request more than once",
      documented: allowed,
      found: sent.length,
    });
  }
  for (const again of sent.slice(1)) {
    if (compareRequest(exchange, again, context).length > 0 && differences.length === 0) {
      differences.push({
        aspect: "client",
        at: "",
        message: "the client sent another request after the documented one",
        found: `${again.method} ${again.url}`,
      });
    }
  }
  return differences;
}
