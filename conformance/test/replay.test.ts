import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import { replayCases } from "../src/replay/replay-cases.js";

const exchanges = loadExchanges(fileURLToPath(new URL("../exchanges", import.meta.url))).map(
  ({ exchange }) => exchange,
);

/** Examples that contradict their vendor's own description: known, listed with the reason, and replayed all the same. */
const CONTRADICTING = [
  "medallia-mec/graphql-text-analytics",
  "medallia-mec/conversations-forwarded-message",
  "medallia-mec/conversations-delivery-status",
];

describe("every documented exchange", () => {
  for (const { name, exchange, run } of replayCases({ exchanges })) {
    test(name, async () => {
      const result = await run();
      const isContradicting = CONTRADICTING.includes(exchange.id);
      expect(result.verdict).toBe(isContradicting ? "contradicts" : exchange.response ? "passed" : "request-only");
    });
  }
});
