import { expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange, JsonObject } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";

const exchanges = packagedExchanges();
const SIGNED = "8x8/chat-v2-signed-callback";

function documented(id: string): Exchange {
  const found = exchanges.find((exchange) => exchange.id === id);
  if (found === undefined) throw new Error(`${id} is not packaged`);
  return found;
}

async function verdictOn(exchange: Exchange) {
  const [result] = await replay({ exchanges: [exchange], transports: ["inject"] });
  return result;
}

/** The exchange with another request. */
function withRequest(id: string, change: (request: Exchange["request"]) => Partial<Exchange["request"]>): Exchange {
  const exchange = documented(id);
  return { ...exchange, request: { ...exchange.request, ...change(exchange.request) } };
}

test("an event is checked by the description of the vendor's events, and nothing is sent", async () => {
  const result = await verdictOn(documented("8x8/chat-v2-event-queued"));
  expect(result).toMatchObject({ verdict: "incoming", contradictions: [], transports: {} });
  expect(result?.reason).toMatch(/checked as an event$/);
});

test("an event of a type that the vendor does not have is found", async () => {
  const changed = withRequest("8x8/chat-v2-event-queued", ({ body }) => ({
    body: { ...(body as JsonObject), eventType: "EXPLODED" },
  }));
  const result = await verdictOn(changed);
  expect(result?.verdict).toBe("failed");
  expect(result?.contradictions.map(({ pointer }) => pointer)).toContain("/request/body/eventType");
});

test("a signed event needs its raw body and every header that is signed", async () => {
  expect((await verdictOn(documented(SIGNED)))?.verdict).toBe("incoming");
  const withoutRetry = withRequest(SIGNED, ({ headers = {} }) => {
    const { "x-8x8-retry": _, ...others } = headers;
    return { headers: others };
  });
  expect((await verdictOn(withoutRetry))?.differences).toMatchObject([{ at: "x-8x8-signature" }]);
  const otherForm = withRequest(SIGNED, ({ headers = {} }) => ({
    headers: { ...headers, "x-8x8-signature": `${btoa('{"alg":"none"}').replaceAll("=", "")}..AA` },
  }));
  expect((await verdictOn(otherForm))?.verdict).toBe("failed");
});

test("the path of a server, such as a region before the path, reaches the client", async () => {
  const result = await verdictOn(documented("8x8/hist-tenant-header-missing-400"));
  expect(result?.verdict).toBe("passed");
});

test("a token endpoint that is no OAuth grant is called by the client itself, with its key in a header", async () => {
  expect((await verdictOn(documented("8x8/work-token")))?.verdict).toBe("passed");
  const otherKey = withRequest("8x8/work-token", ({ headers = {} }) => ({ headers: { ...headers, "x-unknown": "1" } }));
  expect((await verdictOn(otherKey))?.differences).toMatchObject([{ at: "x-unknown" }]);
  const otherField = withRequest("8x8/work-token", () => ({ body: "user=a&password=b" }));
  expect((await verdictOn(otherField))?.verdict).toBe("failed");
});
