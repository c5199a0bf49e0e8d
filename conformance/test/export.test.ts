import { execFile } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test, vi } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { toOpenApiExamples } from "../src/export/to-openapi-examples.js";
import { toPact } from "../src/export/to-pact.js";
import { vendorIdOf, vendors } from "../src/vendors/registry.js";
import { acme } from "./support/acme.js";
import { exchange } from "./support/exchange.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

// The tools of others start processes of their own.
vi.setConfig({ testTimeout: 120_000 });

const redocly = fileURLToPath(new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url));

const verifier = fileURLToPath(new URL("support/verify-pact.mjs", import.meta.url));

describe("export to Pact V4", () => {
  test("an exchange is an interaction; its id is the provider state", () => {
    const { pact, warnings } = toPact(
      [
        exchange(
          { url: "https://eu.acme.test/v1/things?since=2020-01-01T00:00:00%2B02:00&ids=1&ids=2" },
          { body: [{ id: "1" }] },
        ),
      ],
      { consumer: "app", provider: "acme" },
    );
    expect(warnings).toEqual([]);
    expect(pact).toMatchObject({
      consumer: { name: "app" },
      provider: { name: "acme" },
      metadata: { pactSpecification: { version: "4.0" } },
    });
    expect(pact.interactions).toMatchObject([
      {
        type: "Synchronous/HTTP",
        providerStates: [{ name: "acme/test" }],
        request: {
          method: "GET",
          path: "/v1/things",
          query: { since: ["2020-01-01T00:00:00+02:00"], ids: ["1", "2"] },
        },
        response: {
          status: 200,
          headers: { "Content-Type": ["application/json"] },
          body: { content: [{ id: "1" }], contentType: "application/json", encoded: false },
        },
      },
    ]);
    expect(pact.interactions[0]?.comments.text).toContain("fidelity: verbatim");
  });

  test("placeholders become regular expressions, matchers and volatile values Pact's matchers", () => {
    const given = exchange(
      {
        method: "POST",
        url: "https://eu.acme.test/v1/things/{id}?page=<page>",
        headers: { Authorization: "Bearer abc" },
        body: { id: "a-<id>", count: 1 },
      },
      { body: { id: "1", at: "2020-01-01T00:00:00Z", "odd name": [1] } },
      { matchers: { "/response/body/at": { match: "date-time" } }, volatile: ["/response/body/odd name/0"] },
    );
    const { pact, warnings } = toPact([given], { provider: "acme" });
    expect(pact.interactions[0]?.request.matchingRules).toEqual({
      path: { combine: "AND", matchers: [{ match: "regex", regex: "^\\/v1\\/things\\/.+$" }] },
      query: { page: { combine: "AND", matchers: [{ match: "regex", regex: "^.+$" }] } },
      header: { Authorization: { combine: "AND", matchers: [{ match: "regex", regex: "^[Bb]earer .+$" }] } },
      body: { "$.id": { combine: "AND", matchers: [{ match: "regex", regex: "^a-.+$" }] } },
    });
    expect(Object.keys(pact.interactions[0]?.response.matchingRules?.body ?? {})).toEqual(["$.at", "$['odd name'][0]"]);
    expect(warnings).toEqual([expect.stringContaining("may be anything; a pact can only say")]);
  });

  test("what a pact cannot say is left out, and named", () => {
    const { pact, warnings } = toPact(
      [
        exchange({ url: "https://eu.acme.test/v1/things/1" }),
        exchange({ url: null }, { body: 1 }, { id: "acme/lost" }),
      ],
      { provider: "acme" },
    );
    expect(pact.interactions).toEqual([]);
    expect(warnings).toEqual([
      "acme/test: left out: a pact needs a response",
      "acme/lost: left out: it has no usable URL",
    ]);
  });

  test.each(vendors.map(({ id }) => id))("Pact's own verifier loads and plays the pact of %s", async (provider) => {
    const own = packagedExchanges().filter(({ id, response }) => vendorIdOf(id) === provider && response);
    const { pact } = toPact(own, { consumer: "app", provider });
    if (pact.interactions.length === 0) return;
    using folder = temporaryFolder({ "pact.json": pact });
    await using server = await providerOf(own);
    const args = [verifier, join(folder.path, "pact.json"), provider, server.origin];
    await promisify(execFile)(process.execPath, args, {
      env: { ...process.env, PACT_DO_NOT_TRACK: "true" },
      maxBuffer: 2 ** 26,
    });
    expect(new Set(server.played)).toEqual(
      new Set(pact.interactions.map(({ providerStates }) => providerStates[0]?.name)),
    );
  });
});

/** A provider that gives the answer of the exchange that the provider state names. */
async function providerOf(exchanges: readonly Exchange[]) {
  const played: string[] = [];
  let current: Exchange | undefined;
  const server = createServer(async (request, response) => {
    const body = await textOf(request);
    if (request.url === "/state") {
      const { state } = JSON.parse(body) as { state: string };
      current = exchanges.find(({ id }) => id === state);
      response.writeHead(200, { "content-type": "application/json" }).end("{}");
      return;
    }
    const answer = current?.response;
    if (current === undefined || !answer || request.method !== current.request.method.toUpperCase()) {
      response.writeHead(500).end();
      return;
    }
    played.push(current.id);
    const isText = typeof answer.body === "string";
    for (const [name, value] of Object.entries(answer.headers ?? {}))
      if (!/^(content-length|transfer-encoding|connection|content-encoding)$/i.test(name))
        response.setHeader(name, value);
    if (!response.hasHeader("content-type") && (answer.body ?? null) !== null)
      response.setHeader("content-type", isText ? "text/plain" : "application/json");
    response.writeHead(answer.status);
    response.end((answer.body ?? null) === null ? "" : isText ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    played,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

describe("export to OpenAPI examples", () => {
  test("one name stands at parameters, request body and answer", () => {
    const given = exchange(
      { method: "POST", url: "https://eu.acme.test/v1/things", body: { id: "1" } },
      { status: 201, body: { id: "1" } },
    );
    const { document, warnings } = toOpenApiExamples([given], acme());
    expect(warnings).toEqual([]);
    const shown = { summary: "A page", value: { id: "1" }, "x-exchange": "acme/test", "x-fidelity": "verbatim" };
    expect(document.paths?.["/v1/things"]?.post).toMatchObject({
      requestBody: { content: { "application/json": { examples: { test: shown } } } },
      responses: { "201": { content: { "application/json": { examples: { test: shown } } } } },
    });
    expect(acme().describe().document.paths?.["/v1/things"]?.post).not.toHaveProperty("examples");
  });

  test("parameters get the value of their type; a page that shows one part gives one part", () => {
    const url = "https://eu.acme.test/v1/things?page=2";
    const list = exchange({ url }, { body: [] });
    const parameters = (exchanges: Exchange[]) =>
      JSON.stringify((toOpenApiExamples(exchanges, acme()).document.paths?.["/v1/things"]?.get as object) ?? {});
    expect(parameters([list])).toContain('"value":2');
    expect(parameters([{ ...list, fidelity: "response-only" }])).not.toContain('"value":2');
    expect(parameters([{ ...list, fidelity: "request-only" }])).not.toContain('"value":[]');
  });

  test("what has no place in the description is named", () => {
    const { warnings } = toOpenApiExamples(
      [exchange({ url: "https://eu.acme.test/v1/things/1" }, { status: 418, body: {} })],
      acme(),
    );
    expect(warnings).toEqual(["acme/test: the answer is left out: the status 418 is not described"]);
  });
});

describe("conformance export", () => {
  test("every OpenAPI description passes redocly lint", async () => {
    using folder = temporaryFolder();
    expect((await runCli("export", "--to", "openapi-examples", "--out", folder.path)).status).toBe(0);
    const files = readdirSync(folder.path).sort();
    expect(files).toEqual(vendors.map(({ id }) => `${id}.openapi.json`).sort());
    const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
    for (const file of files) {
      // Two vendors have paths that end in a slash: that is their API.
      const args = [redocly, "lint", file, "--skip-rule", "no-path-trailing-slash", "--format", "json"];
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder.path, env });
      expect(JSON.parse(stdout).totals.errors, file).toBe(0);
    }
  });

  test("writes one pact for each vendor, and names what it leaves out", async () => {
    using folder = temporaryFolder();
    const { status, stdout, stderr } = await runCli(
      "export",
      "--to",
      "pact",
      "--consumer",
      "my app",
      "--out",
      folder.path,
    );
    expect([status, stdout.split("\n").length]).toEqual([0, vendors.length]);
    expect(stderr).toContain("left out: a pact needs a response");
    expect(JSON.parse(readFileSync(join(folder.path, "my-app-cultureamp.json"), "utf8")).provider.name).toBe(
      "cultureamp",
    );
  });

  test("one document goes to the output", async () => {
    const { status, stdout } = await runCli("export", "--to", "har", "--vendor", "cultureamp");
    expect([status, JSON.parse(stdout).log.entries.length]).toEqual([0, 16]);
  });

  test.each<[string, string[], string]>([
    ["an unknown format", ["--to", "csv"], '--to "csv" is not one of har, pact, openapi-examples'],
    ["no format", [], "is not one of"],
    ["many documents and no folder", ["--to", "pact"], "documents need --out DIR"],
    ["a file in place of the folder", ["--to", "har", "--out", import.meta.filename], "is a file; give a folder"],
    ["--json without a folder", ["--to", "har", "--json"], "--json needs --out"],
  ])("%s is exit 2", async (_what, args, expected) => {
    const { status, stdout, stderr } = await runCli("export", ...args);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
  });

  test("--json says what was written; the help has examples", async () => {
    using folder = temporaryFolder();
    const { stdout } = await runCli("export", "--to", "har", "--out", folder.path, "--json");
    expect(JSON.parse(stdout)).toMatchObject({ exitCode: 0, files: [{ file: "exchanges.har" }] });
    expect((await runCli("export", "--help")).stdout).toContain("examples\n  conformance export");
  });
});
