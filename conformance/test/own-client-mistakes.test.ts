import { expect, test, vi } from "vitest";
import type { ClientAdapter, ClientRequest } from "../src/client/types.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange, Json } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";
import { type PlainRequest, plainRequest } from "./support/plain-client.js";

// More than a thousand replays, which a busy machine may take its time over.
vi.setConfig({ testTimeout: 60_000 });

/** A mistake in one exchange: what the client sends, or what it gives its caller. */
interface Mistake {
  readonly what: string;
  readonly sent?: (request: PlainRequest) => void;
  readonly given?: (answer: { status: number; body: unknown }) => { status: number; body: unknown };
}

/** Every way in which one thing that this exchange shows can go wrong. */
function mistakesIn(asked: ClientRequest, { response }: Exchange): Mistake[] {
  const names = [...Object.keys(asked.headers), ...Object.keys(asked.credentials.headers)];
  if (asked.credentials.authorization !== undefined) names.push("authorization");
  const pairs = [...new URL(asked.url).searchParams];
  const documented = response?.body;
  return [
    ...names.map((name) => ({ what: `without ${name}`, sent: ({ headers }: PlainRequest) => headers.delete(name) })),
    ...(asked.credentials.authorization?.startsWith("Bearer ")
      ? [
          {
            what: "BearerToken",
            sent: ({ headers }: PlainRequest) =>
              headers.set("authorization", `BearerToken ${asked.credentials.accessToken}`),
          },
        ]
      : []),
    ...pairs.map(([name], lost) => ({
      what: `query without ${name}`,
      sent: (request: PlainRequest) => {
        const left = pairs.filter((_pair, index) => index !== lost);
        request.url = `${request.url.split("?")[0]}?${new URLSearchParams(left)}`;
      },
    })),
    ...(asked.body === undefined
      ? []
      : [
          {
            what: "no body",
            sent: (request: PlainRequest) => {
              request.body = undefined;
            },
          },
        ]),
    ...(asked.bodyType === "application/json" && hasNumber(asked.body)
      ? [
          {
            what: "numbers as text in the body",
            sent: (request: PlainRequest) => {
              request.body = JSON.stringify(numbersAsText(asked.body));
            },
          },
        ]
      : []),
    {
      what: "another path",
      sent: (request: PlainRequest) => Object.assign(request, { url: request.url.replace(/(?=\?|$)/, "/x") }),
    },
    {
      what: "another method",
      sent: (request: PlainRequest) => Object.assign(request, { method: "HEAD", body: undefined }),
    },
    ...(response && response.status >= 400
      ? [{ what: "a swallowed status", given: ({ body }: { body: unknown }) => ({ status: 200, body }) }]
      : []),
    ...(response && response.status < 300 && hasNumber(documented)
      ? [
          {
            what: "numbers as text in the answer",
            given: ({ status, body }: { status: number; body: unknown }) => ({
              status,
              body: numbersAsText(body as Json),
            }),
          },
        ]
      : []),
    ...(response && response.status < 300 && documented !== null && typeof documented === "object"
      ? [{ what: "a lost answer", given: ({ status }: { status: number }) => ({ status, body: undefined }) }]
      : []),
  ];
}

test("every typical mistake in every packaged exchange is found", async () => {
  const asked = new Map<string, ClientRequest>();
  await replay({
    exchanges: packagedExchanges(),
    client: (request) => {
      asked.set(request.exchange, request);
      return { status: 200 };
    },
    transports: ["inject"],
  });
  const undetected: string[] = [];
  let tried = 0;
  for (const exchange of packagedExchanges()) {
    const request = asked.get(exchange.id);
    for (const mistake of request === undefined ? [] : mistakesIn(request, exchange)) {
      tried += 1;
      const [result] = await replay({ exchanges: [exchange], client: making(mistake), transports: ["inject"] });
      if (result?.verdict !== "failed") undetected.push(`${exchange.id}: ${mistake.what}`);
    }
  }
  expect(undetected).toEqual([]);
  expect(tried).toBeGreaterThan(1000);
});

function making({ sent, given }: Mistake): ClientAdapter {
  return async (asked) => {
    const request = plainRequest(asked);
    sent?.(request);
    const { url, method, headers, body } = request;
    const response = await asked.fetch(url, { method, headers, body: body ?? null });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get("content-type") ?? "");
    const answer = { status: response.status, body: isJson && text !== "" ? (JSON.parse(text) as unknown) : text };
    return given?.(answer) ?? answer;
  };
}

function hasNumber(value: Json | undefined): boolean {
  if (value === null || typeof value !== "object") return typeof value === "number";
  return Object.values(value).some(hasNumber);
}

function numbersAsText(value: Json | undefined): Json | undefined {
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return value.map((one) => numbersAsText(one) as Json);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, numbersAsText(member) as Json]));
}
