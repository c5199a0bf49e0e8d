import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { toHar } from "../src/har/to-har.js";
import { exchange } from "./support/exchange.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

/** Made here, so that no credential stands in a file. */
const random = ["q8Zr", "T2vL", "x0Wb", "N5kD", "h7Py", "s3Ge"].join("");

const entry = (headers: object[], more: object = {}) => ({
  request: { method: "GET", url: "https://api.acme.test/v1/things/7", headers },
  response: {
    status: 200,
    headers: [{ name: "Content-Type", value: "application/json" }],
    content: { text: Buffer.from(`{"id":"7","access_token":"${random}"}`).toString("base64"), encoding: "base64" },
  },
  ...more,
});

const deepEntry = {
  request: { method: "GET", url: "https://a.test/", headers: [{ name: "authorization", value: "Bearer abc" }] },
  response: { status: 200, content: { text: "[".repeat(10_000) + "]".repeat(10_000) } },
};

describe("conformance import har", () => {
  test("gives the exchanges of an export again, exactly", async () => {
    using folder = temporaryFolder({ "all.har": toHar(packagedExchanges()) });
    const out = join(folder.path, "out");
    const { status, stderr } = await runCli("import", "har", join(folder.path, "all.har"), "--out", out);
    expect([status, stderr]).toEqual([0, ""]);
    const byId = new Map(loadExchanges(out).map((loaded) => [loaded.exchange.id, loaded.exchange]));
    const withUrl = packagedExchanges().filter(({ request }) => request.url !== null);
    expect(byId.size).toBe(withUrl.length);
    for (const original of withUrl) expect(byId.get(original.id)).toEqual(original);
  });

  test("scrubs real traffic before it writes, and marks it as recorded", async () => {
    const headers = [
      { name: ":method", value: "GET" },
      { name: "Authorization", value: `Bearer ${random}` },
    ];
    using folder = temporaryFolder({ "a.har": { log: { entries: [entry(headers)] } } });
    const out = join(folder.path, "out");
    const { status, stdout } = await runCli(
      "import",
      "har",
      join(folder.path, "a.har"),
      "--out",
      out,
      "--vendor",
      "acme",
    );
    expect([status, stdout.endsWith("acme/recorded-get-v1-things-7-001.json")]).toEqual([0, true]);
    const written = readFileSync(join(out, "acme/recorded-get-v1-things-7-001.json"), "utf8");
    expect(written).not.toContain(random);
    expect(JSON.parse(written)).toMatchObject({ "x-recorded": true, response: { status: 200, body: { id: "7" } } });
  });

  test("refuses traffic in which nothing was redacted: exit 1", async () => {
    using folder = temporaryFolder({ "a.har": { log: { entries: [entry([])] } } });
    const { status, stderr } = await runCli("import", "har", join(folder.path, "a.har"), "--out", folder.path);
    expect(status).toBe(1);
    expect(stderr).toContain("not kept: GET /v1/things/");
  });

  test("refuses an export into which somebody put a live credential", async () => {
    const given = exchange({ url: "https://eu.acme.test/v1/things/1", headers: { Authorization: `Bearer ${random}` } });
    using folder = temporaryFolder({ "a.har": toHar([given]) });
    const { status, stdout, stderr } = await runCli(
      "import",
      "har",
      join(folder.path, "a.har"),
      "--out",
      join(folder.path, "out"),
    );
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toContain("acme/test: /request/headers/Authorization looks like");
    expect(stderr).not.toContain(random);
  });

  test("never replaces a file, and then writes nothing", async () => {
    const two = [
      exchange({ url: "https://eu.acme.test/v1/things/1" }, null, { id: "acme/a" }),
      exchange({ url: "https://eu.acme.test/v1/things/1" }, null, { id: "acme/b" }),
    ];
    using folder = temporaryFolder({ "a.har": toHar(two), "acme/b.json": "{}" });
    const { status, stderr } = await runCli("import", "har", join(folder.path, "a.har"), "--out", folder.path);
    expect([status, stderr]).toEqual([2, "conformance: acme/b.json: is there already"]);
    expect(() => readFileSync(join(folder.path, "acme/a.json"))).toThrow();
  });

  test.each<[string, unknown, string]>([
    ["no JSON", "{", "a.har: is not JSON"],
    ["no HAR", {}, "a.har: /log/entries: is missing; a HAR has a log with entries"],
    ["an empty log", { log: { entries: [] } }, "a.har: /log/entries: is empty"],
    ["an entry that is null", { log: { entries: [null] } }, "a.har: /log/entries/0: is no entry of a HAR"],
    [
      "a body that is nested without end",
      { log: { entries: [deepEntry] } },
      "a.har: /log/entries/0: /response/content/text: is nested more than 500 levels deep",
    ],
    [
      "an entry without a URL",
      { log: { entries: [{ request: { method: "GET" } }] } },
      "/request/url: is no absolute URL",
    ],
    [
      "an id that leads out of the folder",
      { log: { entries: [{ ...toHar([exchange({ url: "https://a.test" }, null, { id: "../x" })]).log.entries[0] }] } },
      "leads out of its vendor's folder",
    ],
  ])("%s is exit 2", async (_what, har, expected) => {
    using folder = temporaryFolder({ "a.har": har });
    const { status, stderr } = await runCli("import", "har", join(folder.path, "a.har"), "--out", folder.path);
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
    expect(stderr.split("\n")).toHaveLength(1);
  });

  test("the command line: what is imported, from where, to where", async () => {
    expect((await runCli("import", "csv")).stderr).toContain('"csv" cannot be imported; har can');
    expect((await runCli("import", "har")).stderr).toContain("which file?");
    expect((await runCli("import", "har", "a.har")).stderr).toContain("--out is missing");
    expect((await runCli("import", "har", "nowhere.har", "--out", "x")).stderr).toContain("cannot be read (ENOENT)");
    expect((await runCli("import", "--help")).stdout).toContain("examples\n  conformance import");
  });
});
