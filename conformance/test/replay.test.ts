import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { replayCases } from "../src/replay/replay-cases.js";
import type { Verdict } from "../src/replay/types.js";
import { vendors } from "../src/vendors/registry.js";

const exchanges = loadExchanges(fileURLToPath(new URL("../exchanges", import.meta.url))).map(
  ({ exchange }) => exchange,
);

/** Examples that contradict their vendor's own description: known, listed with the reason, and replayed all the same. */
const CONTRADICTING = [
  "medallia-mec/graphql-text-analytics",
  "medallia-mec/conversations-forwarded-message",
  "medallia-mec/conversations-delivery-status",
];

/** Requests that no client sends: each vendor's adapter gives the reason. */
const NOT_REPLAYABLE = vendors.flatMap(({ notReplayable = {} }) => Object.keys(notReplayable));

function verdictOn({ id, request, response }: Exchange): Verdict {
  if (request.url === null || NOT_REPLAYABLE.includes(id)) return "not-replayable";
  if (/^https?:\/\/(\{your-webhook\}|your-webhook-domain-url)/.test(request.url)) return "incoming";
  if (CONTRADICTING.includes(id)) return "contradicts";
  return response ? "passed" : "request-only";
}

describe("every documented exchange", () => {
  for (const { name, exchange, run } of replayCases({ exchanges })) {
    test(name, async () => {
      const result = await run();
      expect(result.verdict).toBe(verdictOn(exchange));
    });
  }
});
