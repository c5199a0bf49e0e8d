import type { CallFailure, CallResult, CallSuccess } from "./types.js";

/**
 * The throwing form of a call: `const page = await unwrap(client.GET('/things'))`.
 *
 * Resolves to the data of a success and throws the error of any other answer.
 */
export async function unwrap<Data>(
  call: Promise<CallResult<Data, unknown, CallSuccess<Data>, CallFailure<unknown, Error>>>,
): Promise<Data> {
  const { data, error } = await call;
  if (error) throw error;
  return data as Data;
}
