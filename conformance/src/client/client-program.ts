import { type ClientRequest as HttpRequest, request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { parseJson } from "../text/parse-json.js";
import { readBody } from "../transport/read-body.js";
import type { ClientAdapter, ClientRequest, ClientResponse } from "./types.js";

const MAX_ANSWER_BYTES = 16 * 1024 * 1024;

/** The program with the client cannot be reached: nothing can be said of the client, so `replay` rejects with this. */
export class ClientUnreachableError extends Error {
  override readonly name = "ClientUnreachableError";
  /** Stable: `CLIENT_UNREACHABLE`. */
  readonly code = "CLIENT_UNREACHABLE";
}

/**
 * A client in another program, in any language. Each request is POSTed to the URL as JSON; the program makes the call with its client, and
 * answers with a {@link ClientResponse} as JSON.
 */
export function clientProgram(url: URL): ClientAdapter {
  return async ({ fetch: _fetch, signal, ...asked }: ClientRequest) => {
    const answer = await post(url, JSON.stringify(asked), signal, asked.exchange);
    const text = (await readBody(answer, MAX_ANSWER_BYTES))?.toString("utf8");
    if (answer.statusCode !== 200)
      throw new Error(`the program at ${shown(url)} answered ${answer.statusCode}: ${oneLine(text ?? "")}`);
    if (text === undefined) throw new Error(`the program at ${shown(url)} answered with over 16 MiB`);
    const response = parseJson(text);
    if (response === undefined) throw new Error(`the program at ${shown(url)} answered with no JSON`);
    return response as unknown as ClientResponse;
  };
}

/** A connection for each call: one that is kept may be closed by the program at the moment at which it is used again. */
function post(url: URL, body: string, signal: AbortSignal, exchange: string): Promise<IncomingMessage> {
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(body) };
  const options = { method: "POST", headers, signal, agent: false } as const;
  return new Promise((resolve, reject) => {
    const sent: HttpRequest = url.protocol === "https:" ? httpsRequest(url, options) : httpRequest(url, options);
    sent.on("response", resolve);
    sent.on("error", (error: NodeJS.ErrnoException) => {
      if (signal.aborted) return reject(error);
      const reason = error.code ?? error.message;
      reject(new ClientUnreachableError(`--client ${shown(url)} cannot be reached for ${exchange}: ${reason}`));
    });
    sent.end(body);
  });
}

/** Without the query, which may hold a key. */
function shown(url: URL): string {
  return url.origin + url.pathname;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").slice(0, 200);
}
