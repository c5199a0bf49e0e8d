import type { Json } from "../../exchange/types.js";
import type { ReplayCallResult, ReplayClient } from "../../vendors/types.js";

/** A call by method and path, where types are of no use. */
export function call(
  client: ReplayClient,
  method: string,
  path: string,
  pathParameters: Readonly<Record<string, Json>> = {},
  body?: unknown,
  query: Readonly<Record<string, Json>> = {},
): Promise<ReplayCallResult> {
  return client.request(method, path, {
    params: { path: pathParameters, query, header: {} },
    headers: {},
    ...(body !== undefined && { body }),
  });
}
