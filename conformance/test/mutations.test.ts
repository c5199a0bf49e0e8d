import { describe, expect, test } from "vitest";
import { compareRequest } from "../src/compare/compare-request.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange, Json, JsonObject } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";
import { readWireRequest } from "../src/transport/read-wire-request.js";
import type { WireRequest } from "../src/transport/types.js";
import { cultureamp } from "../src/vendors/cultureamp.js";

/** The changes are made to what these exchanges look like. */
const exchanges = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));

/** One thing changed in an exchange; `undefined` where the exchange has no such thing. */
type Mutation = (exchange: Exchange) => Exchange | undefined;

const request =
  (change: (request: Exchange["request"]) => Partial<Exchange["request"]> | undefined): Mutation =>
  (exchange) => {
    const changed = change(exchange.request);
    return changed && { ...exchange, request: { ...exchange.request, ...changed } };
  };
const url = (change: (url: string) => string | undefined): Mutation =>
  request((given) => {
    const changed = change(given.url ?? "");
    return changed === undefined ? undefined : { url: changed };
  });
const response =
  (change: (response: NonNullable<Exchange["response"]>) => object | undefined): Mutation =>
  (exchange) => {
    const changed = exchange.response ? change(exchange.response) : undefined;
    return changed && exchange.response ? { ...exchange, response: { ...exchange.response, ...changed } } : undefined;
  };
const isToken = (given: Exchange["request"]) => given.url?.endsWith("/oauth2/token") === true;
const formText = (body: Json | undefined, change: (text: string) => string): Json | undefined => {
  if (typeof body === "string") return change(body);
  return (
    body &&
    Object.fromEntries(new URLSearchParams(change(new URLSearchParams(body as Record<string, string>).toString())))
  );
};

/** Changes that no exchange survives, whatever the client does: the replay itself must fail. */
const fatal: Record<string, Mutation> = {
  "another method": request(({ method }) => ({ method: method === "GET" ? "POST" : "PUT" })),
  "another path": url((text) => text.replace("/v1/", "/v2/")),
  "a segment more": url((text) => (text.includes("?") ? text.replace("?", "/more?") : `${text}/more`)),
  "http in place of https": url((text) => text.replace("https:", "http:")),
  "a foreign host": request(({ url: text, method }) =>
    method === "GET" ? { url: text?.replace("api.cultureamp.com", "api.example.com") ?? null } : undefined,
  ),
  "an unknown query parameter": request((given) =>
    isToken(given) ? undefined : { url: `${given.url}${given.url?.includes("?") ? "&" : "?"}limit=10` },
  ),
  "a misspelt query name": url((text) => (text.includes("cursor=") ? text.replace("cursor=", "afterKey=") : undefined)),
  "an unknown header": request(({ headers }) => ({ headers: { ...headers, "X-Account": "1" } })),
  "another scheme": request(({ headers }) =>
    headers?.Authorization ? { headers: { ...headers, Authorization: "Digest x" } } : undefined,
  ),
  "another content type": request((given) =>
    isToken(given) ? { headers: { ...given.headers, "Content-Type": "application/json" } } : undefined,
  ),
  "a body on a GET": request(({ method }) => (method === "GET" ? { body: { a: 1 } } : undefined)),
  "another grant": request((given) =>
    isToken(given)
      ? { body: formText(given.body, (text) => text.replace("client_credentials", "password")) ?? null }
      : undefined,
  ),
  "a form field too many": request((given) =>
    isToken(given) ? { body: formText(given.body, (text) => `${text}&audience=x`) ?? null } : undefined,
  ),
  "another scope": request((given) =>
    isToken(given)
      ? { body: formText(given.body, (text) => text.replace("target-entity", "target")) ?? null }
      : undefined,
  ),
  "no body": request((given) => (given.body ? { body: null } : undefined)),
  "an undeclared status": response(() => ({ status: 418 })),
  "a success for an error, an error for a success": response(({ status }) => ({ status: status === 200 ? 404 : 200 })),
  "an answer of another type": response(({ body }) => ({ body: [body] })),
  "an answer without a required member": response(({ body }) => {
    const { data: _data, code: _code, access_token: _token, ...rest } = body as JsonObject;
    return { body: rest };
  }),
  "a member of another type": response(({ body }) => {
    const changed = firstTextToNumber(body as JsonObject);
    return JSON.stringify(changed) === JSON.stringify(body) ? undefined : { body: changed };
  }),
  "another media type": response(({ headers }) =>
    headers?.["Content-Type"] ? { headers: { "Content-Type": "text/html" } } : undefined,
  ),
};

/** Further changes that make it another exchange: what was sent for the original must not do for it. */
const different: Record<string, Mutation> = {
  ...Object.fromEntries(
    Object.entries(fatal).filter(([name]) => !/answer|status|member|media|success|unknown header/.test(name)),
  ),
  "another query value": url((text) => (text.includes("=") ? `${text}x` : undefined)),
  "a parameter twice": url((text) => (text.includes("?") ? `${text}&${text.split("?")[1]}` : undefined)),
  "no query": url((text) => (text.includes("?") ? text.split("?")[0] : undefined)),
  "another id": url((text) => (/[0-9a-f]{8}-/.test(text) ? text.replace(/[0-9a-f]{8}-/, "ffffffff-") : undefined)),
  "a header that was not sent": request(({ headers }) => ({ headers: { ...headers, "X-Account": "1" } })),
};

describe("a documented exchange with one thing changed fails", () => {
  for (const [name, mutate] of Object.entries(fatal)) {
    const mutants = exchanges.flatMap((exchange) => mutate(exchange) ?? []);
    test(`${name} (${mutants.length} exchanges)`, async () => {
      expect(mutants.length).toBeGreaterThan(0);
      const results = await replay({ exchanges: mutants, transports: ["inject", "loopback"] });
      expect(
        results.filter(({ verdict }) => verdict !== "failed").map(({ id, verdict }) => `${id} ${verdict}`),
      ).toEqual([]);
    });
  }
});

describe("what was sent for a documented exchange does not do for another", () => {
  for (const [name, mutate] of Object.entries(different)) {
    test(name, async () => {
      let tried = 0;
      for (const exchange of exchanges) {
        const mutant = mutate(exchange);
        if (mutant === undefined) continue;
        tried += 1;
        const wire = await wireOf(exchange);
        const context = { bodyType: "application/x-www-form-urlencoded" };
        expect(compareRequest(exchange, wire, context), exchange.id).toEqual([]);
        expect(compareRequest(mutant, wire, context), exchange.id).not.toEqual([]);
      }
      expect(tried).toBeGreaterThan(0);
    });
  }
});

/** What the client sends for an exchange. */
async function wireOf(exchange: Exchange): Promise<WireRequest> {
  const sent: WireRequest[] = [];
  const spied = {
    ...cultureamp,
    createClient: (setup: Parameters<typeof cultureamp.createClient>[0]) =>
      cultureamp.createClient({
        ...setup,
        fetch: async (target, init) => {
          sent.push(await readWireRequest(target, init));
          return setup.fetch(target, init);
        },
      }),
  };
  await replay({ exchanges: [exchange], transports: ["inject"], vendors: [spied] });
  const found = sent.find(({ url: target }) => isToken({ method: "", url: target }) === isToken(exchange.request));
  if (found === undefined) throw new Error(`nothing was sent for ${exchange.id}`);
  return found;
}

/** The first text in a JSON value becomes a number. */
function firstTextToNumber(value: JsonObject): Json {
  let isDone = false;
  return JSON.parse(
    JSON.stringify(value, (_name, member) => {
      if (isDone || typeof member !== "string") return member;
      isDone = true;
      return 12345;
    }),
  ) as Json;
}
