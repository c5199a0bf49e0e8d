import { execFile, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startSandbox } from "@x/conformance";
import { describe, expect, it } from "vitest";
import { vendorDemos } from "../src/vendors/index.ts";

const MAIN = fileURLToPath(new URL("../src/main.ts", import.meta.url));

function run(argv: readonly string[], environment: Record<string, string> = {}) {
  const bare = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !vendorDemos.some((demo) => demo.variables.required.includes(name))),
  );
  return spawnSync(process.execPath, [MAIN, ...argv], { encoding: "utf8", env: { ...bare, ...environment } });
}

describe("npm start", () => {
  it("shows every vendor's calls against the sandbox, on one token for each way to authenticate", () => {
    const { status, stdout, stderr } = run([]);
    expect(stderr).toBe("");
    expect(status).toBe(0);
    for (const { title } of vendorDemos) expect(stdout).toContain(title);
    // 8x8 has OAuth for some products and a user's token for another.
    const tokens = vendorDemos.map(({ vendor }) => (vendor === "8x8" ? "2" : "1"));
    expect([...stdout.matchAll(/^token requests: (\d+) /gm)].map(([, count]) => count)).toEqual(tokens);
  });

  it("shows pages, typed results, a documented error and which token went out", () => {
    const { stdout } = run([]);
    expect(stdout).toMatch(/^token request +200 +access token for 3599 s/m);
    expect(stdout).toMatch(/^GET \/v1\/employees +200 +1 employee, first Bertram Gilfoyle +[\d.]+ +1 {2}new$/m);
    expect(stdout).toMatch(/^GET \/v1\/employees +200 +.*\(last page\) +[\d.]+ +1 {2}reused$/m);
    expect(stdout).toMatch(/^GET \/v1\/employees\/\{id\} +404 +NotFoundError, code not_found/m);
  });

  it.each(vendorDemos.map(({ vendor, variables }) => [vendor, variables.required] as const))(
    "names the variables that a live run of %s lacks",
    (vendor, required) => {
      const { status, stderr } = run(["--live", vendor]);
      expect(status).toBe(3);
      for (const name of required) expect(stderr).toContain(name);
    },
  );

  it("makes a live run's calls with the environment's credentials, a sandbox standing in for the vendor", async () => {
    await using sandbox = await startSandbox({ vendors: ["cultureamp"] });
    const environment = {
      ...process.env,
      CULTUREAMP_CLIENT_ID: sandbox.credentials.clientId,
      CULTUREAMP_CLIENT_SECRET: sandbox.credentials.clientSecret,
      CULTUREAMP_ORIGIN: sandbox.origin("cultureamp"),
    };
    const { stdout } = await promisify(execFile)(process.execPath, [MAIN, "--live", "cultureamp"], {
      env: environment,
    });
    expect(stdout).toContain("the real service, read only");
    expect(stdout).toMatch(/^token requests: 1 /m);
    expect(sandbox.journal.every(({ method, path }) => method === "GET" || path === "/v1/oauth2/token")).toBe(true);
    expect(stdout).not.toContain(sandbox.credentials.clientSecret);
  });

  it("explains itself and refuses what it does not know", () => {
    expect(run(["--help"]).stdout).toContain("npm start -- --live <vendor>");
    const { status, stderr } = run(["--live", "nobody"]);
    expect(status).toBe(2);
    expect(stderr).toContain('there is no vendor "nobody"');
  });
});
