import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createDirectoryContactsClient } from "@x/8x8/directory-contacts";
import { loadExchanges, useSandbox } from "@x/conformance";
import { createCultureAmpClient } from "@x/cultureamp";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { explain } from "../src/explain.ts";
import { type SyncResult, syncContacts } from "../src/sync-contacts.ts";
import { keepJournal } from "./support/keep-journal.ts";

const exchanges = loadExchanges(join(import.meta.dirname, "../exchanges")).map(({ exchange }) => exchange);
const hooks = { afterAll, beforeAll, beforeEach };
const sandbox = useSandbox(hooks, { vendors: ["cultureamp", "8x8"], exchanges, tokenLifetimeSeconds: 60 });
const LIST = "GET /directory-contacts/api/v3/contacts";
const CREATE = "POST /directory-contacts/api/v3/contacts";

beforeEach(({ task, onTestFailed }) => {
  onTestFailed(() => console.log(`what was sent: ${keepJournal(sandbox, task.name)}`));
});

test("every employee gets a contact, over all pages; who has left and who comes twice do not get one more", async () => {
  expect(await sync()).toEqual({ created: 2, updated: 0, unchanged: 1, left: 1, refused: 0 });
  sandbox.verify({ method: "GET", path: "/v1/employees", times: 2 });
  sandbox.verify({ exchange: "8x8/contact-create-gilfoyle", times: 1 });
  sandbox.verify({ exchange: "8x8/contact-create-monica", times: 1 });
});

test("a contact that is out of date is written anew, with the phone that somebody else gave it", async () => {
  sandbox.prefer("example=8x8/contacts-outdated", { operation: LIST });
  expect(await sync()).toEqual({ created: 0, updated: 1, unchanged: 2, left: 1, refused: 0 });
  const [update, ...more] = sandbox.journal.filter(({ method }) => method === "PUT");
  // `exact`: with this very body, the phone in it.
  expect(update).toMatchObject({ exchange: "8x8/contact-update", match: "exact" });
  expect(more).toEqual([]);
  sandbox.verify({ method: "POST", path: "/directory-contacts/api/v3/contacts", times: 0 });
});

test("a second run finds what the first one wrote, and writes nothing", async () => {
  await sync();
  expect(await sync()).toEqual({ created: 0, updated: 0, unchanged: 3, left: 1, refused: 0 });
  sandbox.verify({ method: "POST", path: "/directory-contacts/api/v3/contacts", times: 2 });
});

test("a run that broke off is completed by the next one, and nobody gets a second contact", async () => {
  const breaksOff: typeof fetch = async (...request) => {
    const response = await fetch(...request);
    if (sandbox.journal.at(-1)?.exchange === "8x8/contact-create-gilfoyle")
      sandbox.prefer("code=503", { operation: CREATE });
    return response;
  };
  await expect(sync({ fetch: breaksOff })).rejects.toThrow("503");
  expect(await sync()).toEqual({ created: 1, updated: 0, unchanged: 2, left: 1, refused: 0 });
  sandbox.verify({ exchange: "8x8/contact-create-gilfoyle", times: 1 });
  sandbox.verify({ exchange: "8x8/contact-create-monica", times: 1 });
});

test("an outage of two calls goes unnoticed", async () => {
  sandbox.prefer("code=503", { operation: "GET /v1/employees", times: 2 });
  expect(await sync()).toMatchObject({ created: 2 });
  sandbox.verify({ method: "GET", path: "/v1/employees", status: 503, times: 2 });
});

test("a rate limit is waited for, as long as the vendor asks", async () => {
  sandbox.prefer("fault=429-seconds", { operation: "GET /v1/employees" });
  const started = performance.now();
  expect(await sync()).toMatchObject({ created: 2 });
  expect(performance.now() - started).toBeGreaterThanOrEqual(1_000);
  sandbox.verify({ method: "GET", path: "/v1/employees", status: 429, times: 1 });
});

test("a token that runs out between two pages is replaced", async () => {
  // The contacts of the first page are written before the second page is read: meanwhile a minute passes.
  const slowly: typeof fetch = (...request) => {
    sandbox.clock.advance(60_000);
    return fetch(...request);
  };
  expect(await sync({ fetch: slowly })).toMatchObject({ created: 2 });
  sandbox.verify({ method: "GET", path: "/v1/employees", status: 401, times: 1 });
  sandbox.verify({ method: "POST", path: "/v1/oauth2/token", times: 2 });
});

test("a contact that 8x8 refuses is told, and the others are written", async () => {
  sandbox.prefer("code=400", { operation: CREATE });
  const refused: string[] = [];
  expect(await sync({ onRefused: (employeeId) => refused.push(employeeId) })).toMatchObject({ created: 2, refused: 1 });
  expect(refused).toEqual(["96b1cff7-3099-44a9-bd28-0292be8aff7f"]);
});

test("a connection that breaks while a contact is created ends the run: it may have been created", async () => {
  sandbox.prefer("fault=reset-before-headers", { operation: CREATE });
  const error = await sync().catch(explain);
  expect(error).toContain(CREATE);
  sandbox.verify({ method: "POST", path: "/directory-contacts/api/v3/contacts", times: 1 });
});

test("what was sent can be kept as HAR, without the credentials", async () => {
  await sync();
  const folder = mkdtempSync(join(tmpdir(), "journal-"));
  const har = readFileSync(keepJournal(sandbox, "a test that failed", folder), "utf8");
  rmSync(folder, { recursive: true });
  expect(JSON.parse(har).log.entries).toHaveLength(sandbox.journal.length);
  expect(har).toContain("gilfoyle@example.com");
  expect(har).not.toContain(sandbox.credentials.clientSecret);
});

interface Given {
  readonly onRefused?: (employeeId: string) => void;
  /** Of the client that writes contacts. */
  readonly fetch?: typeof fetch;
}

function sync({ onRefused = () => {}, fetch }: Given = {}): Promise<SyncResult> {
  const { clientSecret: key } = sandbox.credentials;
  return syncContacts({
    cultureAmp: createCultureAmpClient({
      ...sandbox.credentials,
      origin: sandbox.origin("cultureamp"),
      permissions: ["employees-read"],
    }),
    contacts: createDirectoryContactsClient({
      searchApiKey: key,
      managementApiKey: key,
      origin: sandbox.origin("8x8"),
      fetch,
    }),
    customerId: "0016C00000VM1BeQAL",
    today: "2026-11-21",
    onRefused,
  });
}
