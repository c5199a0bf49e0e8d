import { createServer, type IncomingMessage } from "node:http";
import { onTestFinished } from "vitest";
import { createMedalliaMecClient, type MedalliaMecClient, type MedalliaMecClientOptions } from "../../src/index.js";

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** What a server answers. A string is sent as it is, anything else as JSON. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** A server on loopback, closed when the test is over. */
export async function serve(
  answer: (request: Received) => Answer | Promise<Answer>,
): Promise<{ origin: string; received: Received[] }> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
    received.push(request);
    const { status = 200, headers: more, body } = await answer(request);
    const isText = typeof body === "string";
    response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...more });
    response.end(body === undefined ? undefined : isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: `http://127.0.0.1:${(server.address() as { port: number }).port}`, received };
}

export const TOKEN = { access_token: "2c5822312345678901d21", token_type: "Bearer", expires_in: 3600 };

/** An instance: a reporting host that issues tokens, a gateway that answers, and a client of both. */
export async function instance(
  answer: (request: Received) => Answer | Promise<Answer>,
  options: Partial<MedalliaMecClientOptions> = {},
): Promise<{ mec: MedalliaMecClient; tokens: Received[]; calls: Received[]; reporting: string; gateway: string }> {
  const reporting = await serve(() => ({ body: TOKEN }));
  const gateway = await serve(answer);
  const mec = createMedalliaMecClient({
    reportingOrigin: reporting.origin,
    gatewayOrigin: gateway.origin,
    company: "acme",
    clientId: "client_id",
    clientSecret: "client_secret",
    retry: { baseDelayMs: 1, maxDelayMs: 2 },
    ...options,
  });
  return {
    mec,
    tokens: reporting.received,
    calls: gateway.received,
    reporting: reporting.origin,
    gateway: gateway.origin,
  };
}

/** What a promise was rejected with. */
export async function failureOf(run: () => unknown): Promise<Error & Record<string, unknown>> {
  try {
    await run();
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}

/** The GraphQL request in a body. */
export function graphqlOf({ body }: Received): { query: string; variables?: Record<string, unknown> } {
  return JSON.parse(body);
}
