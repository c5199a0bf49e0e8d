import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Arrived {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** The fields of a form. */
  form: Record<string, string>;
  body: string;
}

/** An answer: an object goes out as JSON, text as text, nothing as nothing. `drop`: none at all. */
export interface Answer {
  status?: number;
  body?: unknown;
  type?: string;
  drop?: boolean;
}

/**
 * A made-up server on loopback: it gives an auth code, tokens for it, and everything else as `answer` says. It ends with
 * the test. `answer` is asked first, so that it may answer in the place of those, too.
 */
export async function serve(
  answer: (request: Arrived, all: readonly Arrived[]) => Answer | undefined = () => undefined,
) {
  const arrived: Arrived[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      const one = { method, url, headers, body, form: Object.fromEntries(new URLSearchParams(body)) };
      arrived.push(one);
      const count = arrived.filter((each) => each.url === url).length;
      const answered = answer(one, arrived) ?? made(url, count);
      if (answered.drop) {
        response.destroy();
        return;
      }
      const isText = typeof answered.body === "string";
      response.statusCode = answered.status ?? 200;
      if (answered.body !== undefined)
        response.setHeader("content-type", answered.type ?? (isText ? "text/plain" : "application/json"));
      response.end(answered.body === undefined || isText ? answered.body : JSON.stringify(answered.body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    arrived,
    /** Method and path of what arrived. */
    get lines() {
      return arrived.map(({ method, url }) => `${method} ${url}`);
    },
    /** Options that lead here. */
    options: {
      origin,
      clientId: "the-client-id",
      clientSecret: "the-client-secret",
      retry: { baseDelayMs: 1, maxDelayMs: 2 },
    },
  };
}

function made(url: string, count: number): Answer {
  if (url === "/v2/auth/code") return { body: { auth_code: `code-${count}` } };
  if (url === "/v2/auth") return { body: { access_token: `token-${count}`, refresh_token: `refresh-${count}` } };
  return { body: { url } };
}
