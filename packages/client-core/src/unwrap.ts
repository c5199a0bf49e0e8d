import type { CallResult } from "./types.js";

/**
 * The throwing form of a call: `const page = await unwrap(client.GET('/things'))`.
 *
 * Resolves to the data of a 2xx and throws the `ApiError` of any other answer.
 */
export async function unwrap<Data>(call: Promise<CallResult<Data, unknown>>): Promise<Data> {
  const { data, error } = await call;
  if (error) throw error;
  return data as Data;
}
