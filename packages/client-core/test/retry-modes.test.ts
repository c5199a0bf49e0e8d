import { describe, expect, test } from "vitest";
import { type Client, createClient, type RetryMode } from "../src/index.js";

interface Paths {
  "/things": Record<"get" | "put" | "post", { responses: { 200: { content: { "application/json": unknown } } } }>;
}

/** How often a call is sent to a server that is never there. */
async function attempts(mode: RetryMode | undefined, method: "GET" | "PUT" | "POST", retry?: boolean): Promise<number> {
  let count = 0;
  const client: Client<Paths> = createClient<Paths>(
    { vendor: "things", origin: "https://vendor.example", policy: () => ({ retry: mode }) },
    {
      retry: { maxAttempts: 2, baseDelayMs: 1 },
      fetch: async () => {
        count += 1;
        return new Response(null, { status: 503 });
      },
    },
  );
  await client[method]("/things", retry === undefined ? {} : { retry });
  return count;
}

describe("how often a call is sent", () => {
  test.each<[RetryMode | undefined, byItself: number[], asked: number[]]>([
    [undefined, [2, 2, 1], [2, 2, 2]],
    ["idempotent", [2, 2, 1], [2, 2, 2]],
    ["always", [2, 2, 2], [2, 2, 2]],
    ["asked", [1, 1, 1], [2, 2, 2]],
    ["never", [1, 1, 1], [1, 1, 1]],
  ])("%s: GET, PUT, POST by themselves %j, where the call asks for it %j", async (mode, byItself, asked) => {
    const methods = ["GET", "PUT", "POST"] as const;
    expect(await Promise.all(methods.map((method) => attempts(mode, method)))).toEqual(byItself);
    expect(await Promise.all(methods.map((method) => attempts(mode, method, true)))).toEqual(asked);
    expect(await Promise.all(methods.map((method) => attempts(mode, method, false)))).toEqual([1, 1, 1]);
  });
});
