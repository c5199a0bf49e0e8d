import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

export const TOKEN = { access_token: "token-1", token_type: "Bearer", expires_in: 3599, scope: "granted" };

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}

/**
 * The API on loopback, closed when the test is over. Token requests are answered with {@link TOKEN} unless `token`
 * says otherwise; all else goes to `answer`.
 */
export async function serveApi(
  answer: (request: Received, response: ServerResponse) => unknown = (_, response) => sendJson(response, { data: [] }),
  token: (request: Received, response: ServerResponse) => unknown = (_, response) => sendJson(response, TOKEN),
): Promise<{ origin: string; tokenRequests: Received[]; calls: Received[] }> {
  const tokenRequests: Received[] = [];
  const calls: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
    const isToken = url.endsWith("/oauth2/token");
    (isToken ? tokenRequests : calls).push(request);
    await (isToken ? token : answer)(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, tokenRequests, calls };
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}
