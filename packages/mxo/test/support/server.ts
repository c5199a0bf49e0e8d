import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { createMxoClient, type MxoClient } from "../../src/index.js";
import type { MxoClientOptions } from "../../src/options.js";

/** A request as it arrived. */
export interface Arrived {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An answer: status and body; an object goes out as JSON, text as text, nothing as nothing. `drop`: none at all. */
export interface Answer {
  status?: number;
  body?: unknown;
  type?: string;
  drop?: boolean;
}

/** A server on loopback: answers token requests, and everything else as `answer` says. It ends with the test. */
export async function serve(answer: (request: Arrived, count: number) => Answer = () => ({ body: {} })): Promise<{
  origin: string;
  /** What arrived, token requests left out. */
  calls: Arrived[];
  tokenRequests: Arrived[];
  client(options?: MxoClientOptions): MxoClient;
}> {
  const calls: Arrived[] = [];
  const tokenRequests: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const arrived = { method, url, headers, body };
      const isToken = url === "/one/oauth2token";
      (isToken ? tokenRequests : calls).push(arrived);
      const answered = isToken
        ? { body: { access_token: `token-${tokenRequests.length}`, token_type: "bearer", expires_in: 299, jti: "j" } }
        : answer(arrived, calls.length);
      if (answered.drop) {
        response.destroy();
        return;
      }
      const isText = typeof answered.body === "string";
      response.statusCode = answered.status ?? 200;
      if (answered.body === undefined) {
        response.end();
        return;
      }
      response.setHeader("content-type", answered.type ?? (isText ? "text/plain" : "application/json"));
      response.end(isText ? answered.body : JSON.stringify(answered.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    calls,
    tokenRequests,
    client: (options = {}) =>
      createMxoClient({
        origin,
        siteKey: "ONE-JY0AMQJQHQ-1290",
        workspaceId: "MTIyMg",
        clientId: "2e8fec0e-34fb-4851-800e-9989331e55d2",
        clientSecret: "d7f4484f-9817-4778-9161-6eb06d1f6cf7",
        retry: { baseDelayMs: 1, maxDelayMs: 2 },
        ...options,
      }),
  };
}
