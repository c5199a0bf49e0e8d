import type { Difference } from "../compare/difference.js";
import type { CallResult } from "../replay/check-answer.js";
import { describeThrown } from "../replay/describe-thrown.js";
import { ClientUnreachableError } from "./client-program.js";
import { readClientResponse } from "./client-result.js";
import type { ClientAdapter, ClientRequest } from "./types.js";

/** What became of a call: what the client gave, or what went wrong. */
export type ClientCall =
  | { readonly result: CallResult; readonly problem?: undefined }
  | { readonly result?: undefined; readonly problem: Difference };

/**
 * Has the client make a call, within a time.
 * @throws ClientUnreachableError when there is no client at the other end.
 */
export async function callClient(
  client: ClientAdapter,
  request: Omit<ClientRequest, "signal">,
  timeoutMs: number,
): Promise<ClientCall> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<ClientCall>((resolve) => {
    timer = setTimeout(() => {
      resolve({ problem: problem(`the client gave nothing back within ${timeoutMs / 1000} s (--timeout, timeoutMs)`) });
      controller.abort();
    }, timeoutMs);
  });
  const answered = async (): Promise<ClientCall> => {
    const given = await client({ ...request, signal: controller.signal });
    return { result: await readClientResponse(given) };
  };
  try {
    return await Promise.race([answered(), late]);
  } catch (error) {
    if (error instanceof ClientUnreachableError) throw error;
    return { problem: problem(describeThrown(error)) };
  } finally {
    clearTimeout(timer);
  }
}

function problem(message: string): Difference {
  return { aspect: "client", at: "", message };
}
