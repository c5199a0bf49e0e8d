import { expect, test } from "vitest";
import { createUnpagedClient, type UnpagedClient } from "../src/index.js";

interface Paths {
  "/things": { get: { responses: { 200: { content: { "application/json": string[] } } } } };
}

test("a client in which nothing pages calls like any other, and has nothing to page with", async () => {
  const client: UnpagedClient<Paths> = createUnpagedClient<Paths>(
    { vendor: "things", origin: "https://vendor.example" },
    { fetch: async () => Response.json(["a"]) },
  );
  expect((await client.GET("/things")).data).toEqual(["a"]);
  expect("paginate" in client).toBe(false);
});
