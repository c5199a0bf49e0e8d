import { join } from "node:path";
import { loadExchanges, useSandbox } from "@x/conformance";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { environmentOf, run } from "./support/run.ts";

const exchanges = loadExchanges(join(import.meta.dirname, "../exchanges")).map(({ exchange }) => exchange);
const hooks = { afterAll, beforeAll, beforeEach };

describe("with all that it needs", () => {
  const sandbox = useSandbox(hooks, { vendors: ["cultureamp", "8x8"], exchanges });

  test("a run ends with what it did, as JSON", async () => {
    const { code, stdout, stderr } = await run(environmentOf(sandbox));
    expect(stderr).toBe("");
    expect(JSON.parse(stdout)).toEqual({ created: 2, updated: 0, unchanged: 1, left: 1, refused: 0 });
    expect(code).toBe(0);
  });

  test("a wrong secret ends the run with the variable to look at, and without the secret", async () => {
    const { code, stderr } = await run({ ...environmentOf(sandbox), CULTUREAMP_CLIENT_SECRET: "wrong-secret" });
    expect(stderr).toContain("Check CULTUREAMP_CLIENT_ID and CULTUREAMP_CLIENT_SECRET");
    expect(stderr).not.toContain("wrong-secret");
    expect(code).toBe(1);
  });

  test("a call that is refused ends the run with the permission that is missing, and is not repeated", async () => {
    sandbox.prefer("code=403", { operation: "GET /v1/employees" });
    const { stderr } = await run(environmentOf(sandbox));
    expect(stderr).toContain("permission employees-read: Culture Amp, account settings, API");
    sandbox.verify({ path: "/v1/employees", times: 1 });
  });

  test("a wrong key ends the run with the two keys to look at", async () => {
    const wrong = { EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_SEARCH_API_KEY: "wrong-key" };
    const { code, stderr } = await run({ ...environmentOf(sandbox), ...wrong });
    expect(stderr).toContain("Check the two keys");
    expect(stderr).not.toContain("wrong-key");
    expect(code).toBe(1);
  });

  test("a contact that is refused makes the run fail, after the others", async () => {
    sandbox.prefer("code=400", { operation: "POST /directory-contacts/api/v3/contacts" });
    const { code, stdout, stderr } = await run(environmentOf(sandbox));
    expect(JSON.parse(stdout)).toMatchObject({ created: 2, refused: 1 });
    expect(stderr).toContain("96b1cff7-3099-44a9-bd28-0292be8aff7f");
    expect(code).toBe(1);
  });

  test("a rate limit that goes on ends the run, and says that the next one completes it", async () => {
    sandbox.prefer("code=429", { operation: "GET /v1/employees", times: 3 });
    const { code, stderr } = await run(environmentOf(sandbox));
    expect(stderr).toContain("Run again later: what is done stays done.");
    expect(code).toBe(1);
  });

  test("variables that are missing are named, all at once, before anything is sent", async () => {
    const { code, stderr } = await run({ CULTUREAMP_CLIENT_ID: "id" });
    expect(stderr).toMatch(/^Set CULTUREAMP_CLIENT_SECRET, .*EIGHT_BY_EIGHT_CUSTOMER_ID; README.md says/);
    expect(code).toBe(1);
    expect(sandbox.journal).toEqual([]);
  });
});

describe("with a credential that may not read employees", () => {
  const permissions = ["employee-demographics-read"];
  const sandbox = useSandbox(hooks, { vendors: ["cultureamp", "8x8"], exchanges, permissions });

  test("a token that is refused ends the run with the permission that is missing, and where to give it", async () => {
    const { code, stderr } = await run(environmentOf(sandbox));
    expect(stderr).toContain("permission employees-read: Culture Amp, account settings, API");
    expect(code).toBe(1);
    sandbox.verify({ path: "/v1/employees", times: 0 });
  });
});
