import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { Description } from "../src/openapi/description.js";
import type { OpenApiDocument } from "../src/openapi/types.js";
import { replay } from "../src/replay/replay.js";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("@x/8x8/openapi/storage.json"));

/** What the documentation of one product shows of its operations. */
interface Row {
  product: string;
  operations: number;
  /** Operations with an exchange. */
  shown: number;
  exchanges: number;
  passed: number;
  "request only": number;
}

test("what the exchanges prove of each product: printed, and no exchange falls between two products", async () => {
  const results = await replay({ exchanges: packagedExchanges(), vendor: "8x8", transports: ["inject"] });
  const sent = results.filter(({ verdict }) => verdict !== "incoming" && verdict !== "not-replayable");
  const rows: Row[] = readdirSync(folder)
    .filter((file) => file.endsWith(".json"))
    .map((file) => {
      const { routes } = new Description(require(`@x/8x8/openapi/${file}`) as OpenApiDocument);
      const known = new Set(routes.operations.map(({ method, template }) => `${method} ${template}`));
      const own = sent.filter(({ operation }) => known.has(operation));
      return {
        product: file.replace(".json", ""),
        operations: known.size,
        shown: new Set(own.map(({ operation }) => operation)).size,
        exchanges: own.length,
        passed: own.filter(({ verdict }) => verdict === "passed").length,
        "request only": own.filter(({ verdict }) => verdict === "request-only").length,
      };
    });
  console.table(rows);
  const total = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
  const tokens = sent.filter(({ operation }) => operation === "POST /oauth/v2/token").length;
  expect(total((row) => row.exchanges) + tokens).toBe(sent.length);
  expect(total((row) => row.passed + row["request only"])).toBe(total((row) => row.exchanges));
  expect(results).toHaveLength(210);
});
