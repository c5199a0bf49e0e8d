import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import { replayCases } from "../src/replay/replay-cases.js";

const exchanges = loadExchanges(fileURLToPath(new URL("../exchanges", import.meta.url))).map(
  ({ exchange }) => exchange,
);

describe("every documented exchange", () => {
  for (const { name, exchange, run } of replayCases({ exchanges })) {
    test(name, async () => {
      const result = await run();
      expect(result.verdict).toBe(exchange.response ? "passed" : "request-only");
    });
  }
});
