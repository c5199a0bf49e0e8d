// Whether a secret shows anywhere: canaries as client id, client secret and access token go through succeeding and
// failing runs, and all that these runs give out is printed in every way and searched.

import diagnostics from "node:diagnostics_channel";
import { fileURLToPath } from "node:url";
import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import * as authCore from "@x/auth-core";
import * as clientCore from "@x/client-core";
import * as cultureAmp from "@x/cultureamp";
import type { Figure } from "./figure.ts";
import { type Canary, makeCanary } from "./support/canary.ts";
import { echoScenarios, goodPage, goodToken, type Scenario, scenarios } from "./support/canary-scenarios.ts";
import { type Loopback, startLoopback } from "./support/loopback.ts";
import { dugOut, printed, type Rendering } from "./support/renderings.ts";
import { run } from "./support/run.ts";

/** Something that a run gave out. */
interface Exhibit {
  name: string;
  value: unknown;
}

interface Search {
  /** Texts that were searched. */
  texts: number;
  /** What was found where, in words. */
  findings: string[];
}

export const canaries: Figure = async ({ say }) => {
  say(`canaries: ${scenarios.length} runs, and ${echoScenarios.length} with servers that say secrets back`);
  const ours = await searchAll(scenarios, dugOut);
  const echoed = await searchAll(echoScenarios, printed);
  const peer = await searchPeer();
  return [
    {
      id: "canaries.found",
      title: "secrets shown by objects, errors, events and logs",
      measured: ours.findings.length,
      unit: "",
      limit: { exactly: 0 },
      peer: { name: "oauth2-client, a succeeding run", measured: peer.findings.length },
      detail: { ours, peer },
    },
    {
      id: "canaries.echoed",
      title: "  the same, printed after a server said them back",
      measured: echoed.findings.length,
      unit: "",
      limit: { exactly: 0 },
      detail: { ours: echoed },
    },
  ];
};

async function searchAll(runs: readonly Scenario[], render: (value: unknown) => Rendering[]): Promise<Search> {
  const all: Search = { texts: 0, findings: [] };
  for (const scenario of runs) {
    const canary = makeCanary();
    const given = await play(scenario, canary);
    // A response, and a body asked for as such, is the server's own word: what it says back is in there.
    const exhibits = runs === echoScenarios ? given.filter(({ name }) => !/^(result|response)$/.test(name)) : given;
    const found = search(exhibits, canary, render);
    all.texts += found.texts;
    all.findings.push(...found.findings.map((finding) => `${scenario.name}: ${finding}`));
  }
  if (render === dugOut) {
    const found = await searchParts();
    all.texts += found.texts;
    all.findings.push(...found.findings);
  }
  return all;
}

function search(exhibits: readonly Exhibit[], canary: Canary, render: (value: unknown) => Rendering[]): Search {
  const result: Search = { texts: 0, findings: [] };
  for (const { name, value } of exhibits) {
    for (const { by, text } of render(value)) {
      result.texts += 1;
      for (const secret of canary.find(text)) result.findings.push(`${secret} in ${name} by ${by}`);
    }
  }
  return result;
}

/** Runs a scenario and gives everything that a user, a listener or a log could get hold of. */
async function play(scenario: Scenario, canary: Canary): Promise<Exhibit[]> {
  const { token = goodToken, api = goodPage } = scenario;
  const server = await startLoopback((seen, response) =>
    (seen.target.startsWith("/v1/oauth2/token") ? token : api)(response, seen, canary),
  );
  const events: unknown[] = [];
  const listening = listen(events);
  const logged = captureLogs();
  const store = cultureAmp.memoryTokenStore();
  let failed = false;
  const exhibits: Exhibit[] = [
    { name: "events", value: events },
    { name: "token store", value: store },
  ];
  try {
    const tokenSharing = cultureAmp.shareTokens(store);
    exhibits.push({ name: "token sharing", value: tokenSharing });
    const client = cultureAmp.createCultureAmpClient({
      clientId: canary.clientId,
      clientSecret: canary.clientSecret,
      permissions: ["employees-read"],
      origin: server.origin,
      retry: { baseDelayMs: 1, maxDelayMs: 2 },
      tokenSharing,
      onEvent: (event) => events.push(event),
      ...scenario.options?.(canary, server.origin),
    });
    exhibits.push({ name: "client", value: client });
    exhibits.push(...Object.entries(client).map(([name, value]) => ({ name: `client.${name}`, value })));
    exhibits.push({ name: "pages", value: client.paginate("/v1/employees") });
    const result = await (scenario.run ?? ((some) => some.GET("/v1/employees")))(client, canary);
    const { error, response } = result as { error?: unknown; response?: unknown };
    failed = error !== undefined;
    exhibits.push(...chainOf("error", error), { name: "result", value: result }, { name: "response", value: response });
  } catch (error) {
    failed = true;
    exhibits.push(...chainOf("thrown", error));
  } finally {
    exhibits.push({ name: "log", value: logged.stop() });
    listening.stop();
    await server.close();
  }
  if (failed === scenario.name.startsWith("success")) {
    throw new Error(`the run "${scenario.name}" ${failed ? "failed" : "succeeded"}, so it shows nothing`);
  }
  return exhibits;
}

/** An error with each of its causes, which print alone, too. */
function chainOf(name: string, error: unknown): Exhibit[] {
  const chain: Exhibit[] = [];
  for (let value = error; value instanceof Error && chain.length < 10; value = value.cause) {
    chain.push({ name: `${name}${".cause".repeat(chain.length)}`, value });
  }
  return chain.length === 0 && error !== undefined ? [{ name, value: error }] : chain;
}

/** Collects what our channels publish. */
function listen(events: unknown[]): { stop(): void } {
  const onMessage = (message: unknown) => events.push(message);
  const tracing = ["start", "end", "asyncStart", "asyncEnd", "error"].map((step) => `tracing:x.call:${step}`);
  const channels = ["x.event", ...tracing];
  for (const channel of channels) diagnostics.subscribe(channel, onMessage);
  return {
    stop: () => {
      for (const channel of channels) diagnostics.unsubscribe(channel, onMessage);
    },
  };
}

/** Keeps what is written to stdout and stderr, and warnings of the process. */
function captureLogs(): { stop(): string } {
  let log = "";
  const { stdout, stderr } = process;
  const writers = [stdout, stderr].map((stream) => ({ stream, write: stream.write }));
  for (const { stream } of writers) {
    stream.write = (chunk: unknown) => {
      log += String(chunk);
      return true;
    };
  }
  const onWarning = (warning: Error) => {
    log += warning.stack;
  };
  process.on("warning", onWarning);
  return {
    stop: () => {
      for (const { stream, write } of writers) stream.write = write;
      process.off("warning", onWarning);
      return log;
    },
  };
}

/** The parts that packages of vendors are made of, and a program that ends with an error nobody caught. */
async function searchParts(): Promise<Search> {
  const canary = makeCanary();
  const { clientId, clientSecret, accessToken } = canary;
  const answer = JSON.stringify({ access_token: accessToken, token_type: "Bearer", refresh_token: clientSecret });
  const options: authCore.ClientCredentialsOptions = {
    tokenUrl: "https://token.invalid/",
    clientId,
    clientSecret,
    clientAuthentication: authCore.basicRaw,
    fetch: () => Promise.resolve(new Response(answer, { headers: { "content-type": "application/json" } })),
  };
  const exchange = authCore.refreshToken(options, authCore.clientCredentials(options));
  const source = authCore.createTokenSource({ exchange, key: [clientId] });
  const token = await source.get();
  if (token.reveal() !== accessToken) throw new Error("the token source gave another token");
  const exhibits: Exhibit[] = [
    { name: "auth-core", value: { ...authCore } },
    { name: "client-core", value: { ...clientCore } },
    { name: "cultureamp", value: { ...cultureAmp } },
    { name: "exchange", value: exchange },
    { name: "token source", value: source },
    { name: "access token", value: token },
    { name: "secret", value: new authCore.Secret(clientSecret) },
    { name: "secrets in a structure", value: new Map([["a", [new authCore.Secret(clientSecret), token]]]) },
    { name: "layer", value: clientCore.bearer(source) },
    ...Object.entries(authCore)
      .filter(([name]) => /^(basicRaw|basicRfc6749|post)$/.test(name))
      .map(([name, make]) => ({ name, value: (make as authCore.ClientAuthentication)(clientId, clientSecret) })),
    { name: "output of an uncaught error", value: await uncaught(canary) },
  ];
  return search(exhibits, canary, dugOut);
}

async function uncaught({ clientId, clientSecret, accessToken }: Canary): Promise<string> {
  const server = await startLoopback((seen, response) => {
    if (seen.target.startsWith("/v1/oauth2/token")) return goodToken(response, seen, { accessToken } as Canary);
    response.destroy();
  });
  const program = fileURLToPath(import.meta.resolve("./programs/uncaught.ts"));
  try {
    await run(process.execPath, [program], import.meta.dirname, {
      CANARY_ORIGIN: server.origin,
      CULTUREAMP_CLIENT_ID: clientId,
      CULTUREAMP_CLIENT_SECRET: clientSecret,
    });
  } catch (error) {
    if (!/ConnectionError/.test(String(error))) throw error;
    return String(error);
  } finally {
    await server.close();
  }
  throw new Error("the program that fails did not fail");
}

/** The same search over the peer: it also shows that the search finds what there is to find. */
async function searchPeer(): Promise<Search> {
  const canary = makeCanary();
  const server: Loopback = await startLoopback((seen, response) =>
    (seen.target.startsWith("/token") ? goodToken : goodPage)(response, seen, canary),
  );
  try {
    const client = new OAuth2Client({
      server: server.origin,
      clientId: canary.clientId,
      clientSecret: canary.clientSecret,
      tokenEndpoint: "/token",
    });
    const wrapper = new OAuth2Fetch({ client, getNewToken: () => client.clientCredentials() });
    const result = await wrapper.fetch(`${server.origin}/v1/employees`);
    const exhibits: Exhibit[] = [
      { name: "client", value: client },
      { name: "fetch wrapper", value: wrapper },
      { name: "result", value: result },
    ];
    const found = search(exhibits, canary, dugOut);
    if (found.findings.length === 0) throw new Error("the search found nothing in a client known to show its secrets");
    return found;
  } finally {
    await server.close();
  }
}
