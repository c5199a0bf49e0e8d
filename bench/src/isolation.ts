// Whether a call can be made to leave for another origin, or for another operation: by an absolute URL in place of a
// path, by a redirect, by a page's link, by a path parameter. Over real servers; what arrives where it should not is
// counted.

import { createCultureAmpClient } from "@x/cultureamp";
import createFetchClient from "openapi-fetch";
import type { Figure, Measurement } from "./figure.ts";
import { type Loopback, sendJson, startLoopback } from "./support/loopback.ts";

/** The servers: the vendor's own, one on another port of its host, one on another host. */
interface Servers {
  own: Loopback;
  otherPort: Loopback;
  otherHost: Loopback;
  /** What the vendor's own server answers, besides tokens. */
  answer: { location?: string; status?: number; tokenLocation?: string; nextPath?: string };
}

/** A call with any path. */
type Get = (path: string, init?: { params: { path: Record<string, string> } }) => Promise<unknown>;

interface Client {
  get: Get;
  /** Follows the links of a list; where the library knows none, as its users would do it. */
  pages: () => Promise<unknown>;
}

/** An attempt to lead a call astray. `own` says which requests the vendor's own server may see. */
interface Attempt {
  name: string;
  answer?: (servers: Servers) => Servers["answer"];
  make: (client: Client, servers: Servers) => Promise<unknown>;
  own: RegExp;
}

interface Group {
  id: string;
  title: string;
  attempts: Attempt[];
}

const NOTHING = /(?!)/;
const EMPLOYEES = /^\/v1\/employees(\?|$)/;
const ID = "{id}";

const absolute: Group = {
  id: "isolation.absolute-url",
  title: "requests astray, absolute URL or //host as a path",
  attempts: [
    (to: string) => `${to}/v1/employees`,
    (to: string) => `${to.toUpperCase()}/v1/employees`,
    (to: string) => ` ${to}/v1/employees`,
    (to: string) => `\t${to}/v1/employees`,
    (to: string) => `/${to}/../../..//v1/employees`,
    (to: string) => `${to.replace("http:", "")}/v1/employees`,
    (to: string) => `${to.replace("http://", "/\\")}/v1/employees`,
    (to: string) => `${to.replace("http://", "\\\\")}/v1/employees`,
    (to: string) => `${to.replace("http://", "/\t/")}/../../v1/employees`,
    (to: string) => `${to.replace("http://", "@")}/v1/employees`,
    (to: string) => `${to.replace("http://127.0.0.1", "")}/v1/employees`,
  ].flatMap((write) =>
    (["otherPort", "otherHost"] as const).map((target) => ({
      name: write(`http://${target}`),
      make: ({ get }, servers) => get(write(servers[target].origin)),
      own: NOTHING,
    })),
  ),
};

const redirects: Group = {
  id: "isolation.redirect",
  title: "requests astray, redirect to another host or port",
  attempts: [301, 302, 303, 307, 308].flatMap((status) =>
    (["otherPort", "otherHost"] as const).flatMap((target): Attempt[] => [
      {
        name: `${status} to ${target}`,
        answer: (servers) => ({ status, location: `${servers[target].origin}/v1/employees` }),
        make: ({ get }) => get("/v1/employees"),
        own: EMPLOYEES,
      },
      {
        name: `${status} to //${target}`,
        answer: (servers) => ({ status, location: `${servers[target].origin.replace("http:", "")}/v1/employees` }),
        make: ({ get }) => get("/v1/employees"),
        own: EMPLOYEES,
      },
      {
        name: `${status} to the own origin as user of ${target}`,
        answer: (servers) => ({
          status,
          location: `${servers.own.origin}@${new URL(servers[target].origin).host}/v1/employees`,
        }),
        make: ({ get }) => get("/v1/employees"),
        own: EMPLOYEES,
      },
      {
        name: `${status} of the token request to ${target}`,
        answer: (servers) => ({ status, tokenLocation: `${servers[target].origin}/v1/oauth2/token` }),
        make: ({ get }) => get("/v1/employees"),
        own: EMPLOYEES,
      },
    ]),
  ),
};

const links: Group = {
  id: "isolation.link",
  title: "requests astray, next page on another host or operation",
  attempts: [
    ...(["otherPort", "otherHost"] as const).flatMap((target): Attempt[] =>
      ["http:", ""].map((scheme) => ({
        name: `next page at ${scheme}//${target}`,
        answer: (servers) => ({
          nextPath: `${servers[target].origin.replace("http:", scheme)}/v1/employees?cursor=2`,
        }),
        make: ({ pages }) => pages(),
        own: EMPLOYEES,
      })),
    ),
    ...["/v1/surveys?cursor=2", "/v1/employees/../surveys?cursor=2", "../surveys?cursor=2"].map(
      (nextPath): Attempt => ({
        name: `next page at ${nextPath}`,
        answer: () => ({ nextPath }),
        make: ({ pages }) => pages(),
        own: EMPLOYEES,
      }),
    ),
  ],
};

const parameters: Group = {
  id: "isolation.path-parameter",
  title: "requests astray, path parameter with .. or nothing",
  attempts: [
    "..",
    ".",
    "%2e%2e",
    "%2E.",
    ".%2e",
    "%2e",
    "%252e%252e",
    "%25252e%25252e",
    "../surveys",
    "..%2fsurveys",
    "..%2Fsurveys",
    "%2e%2e%2fsurveys",
    "%2e%2e%5csurveys",
    "..\\surveys",
    "..%5csurveys",
    "1/../../surveys",
    "1%2f..%2f..%2fsurveys",
    "../../v1/oauth2/token",
    "..?x=1",
    "..#x",
    "1?x=1",
    "1#x",
    "",
  ].flatMap((value): Attempt[] => [
    {
      name: `{id} is ${JSON.stringify(value)}`,
      make: ({ get }) => get(`/v1/employees/${ID}`, { params: { path: { id: value } } }),
      own: /^\/v1\/employees\/[^/?]+$/,
    },
    {
      name: `{id} before more is ${JSON.stringify(value)}`,
      make: ({ get }) => get(`/v1/employees/${ID}/demographics`, { params: { path: { id: value } } }),
      own: /^\/v1\/employees\/[^/?]+\/demographics$/,
    },
  ]),
};
parameters.attempts.push(
  {
    name: "{id} is missing",
    make: ({ get }) => get(`/v1/employees/${ID}`, { params: { path: {} } }),
    own: NOTHING,
  },
  ...["/v1/employees/../surveys", "/v1/employees/%2e%2e/surveys", "/v1/employees/..%2fsurveys"].map(
    (path): Attempt => ({ name: path, make: ({ get }) => get(path), own: NOTHING }),
  ),
);

export const isolation: Figure = async ({ say }) => {
  const servers = await startServers();
  try {
    const measurements: Measurement[] = [];
    for (const { id, title, attempts } of [absolute, redirects, links, parameters]) {
      say(`isolation: ${attempts.length} attempts, ${title.replace("requests astray, ", "")}`);
      const ours = await strayRequests(attempts, servers, makeOurs);
      const peer = await strayRequests(attempts, servers, makeOpenapiFetch);
      measurements.push({
        id,
        title,
        measured: ours.length,
        unit: "",
        limit: { exactly: 0 },
        peer: { name: "openapi-fetch", measured: peer.length },
        detail: { attempts: attempts.length, ours, openapiFetch: peer },
      });
    }
    return measurements;
  } finally {
    await Promise.all([servers.own, servers.otherPort, servers.otherHost].map((server) => server.close()));
  }
};

function makeOurs({ own }: Servers): Client {
  const client = createCultureAmpClient({
    clientId: "id",
    clientSecret: "secret",
    permissions: ["employees-read"],
    origin: own.origin,
    retry: false,
    attemptTimeoutMs: 2_000,
  });
  return {
    get: client.GET as Get,
    pages: async () => {
      for await (const _item of client.paginate("/v1/employees"));
    },
  };
}

function makeOpenapiFetch({ own }: Servers): Client {
  const client = createFetchClient({ baseUrl: own.origin, headers: { authorization: "Bearer token" } });
  const get = client.GET as Get;
  return {
    get,
    pages: async () => {
      const { data } = (await get("/v1/employees")) as { data?: { pagination: { nextPath: string } } };
      return data && get(data.pagination.nextPath);
    },
  };
}

/** Makes all attempts, each with a new client, and says which requests arrived where they should not. */
async function strayRequests(
  attempts: readonly Attempt[],
  servers: Servers,
  makeClient: (servers: Servers) => Client,
): Promise<string[]> {
  servers.answer = {};
  servers.own.seen.length = 0;
  await makeClient(servers).get(`/v1/employees/${ID}`, { params: { path: { id: "1" } } });
  if (!servers.own.seen.some(({ target }) => target === "/v1/employees/1")) {
    throw new Error("a call that nobody leads astray did not arrive, so the others show nothing");
  }
  const stray: string[] = [];
  for (const attempt of attempts) {
    servers.answer = attempt.answer?.(servers) ?? {};
    const all = [servers.own, servers.otherPort, servers.otherHost];
    for (const server of all) server.seen.length = 0;
    // Refused or failed is fine; what counts is what arrived.
    await attempt.make(makeClient(servers), servers).catch(() => {});
    for (const server of all) {
      for (const { method, target } of server.seen) {
        const isToken = server === servers.own && method === "POST" && target === "/v1/oauth2/token";
        if (isToken || (server === servers.own && staysOn(attempt.own, target))) continue;
        stray.push(`${attempt.name}: ${method} ${target} at ${nameOf(server, servers)}`);
      }
    }
  }
  return stray;
}

/** Whether a target is the operation, also after a proxy and a server have decoded it, which makes two times. */
function staysOn(operation: RegExp, target: string): boolean {
  let decoded = target.split("?")[0] ?? "";
  for (let rounds = 0; rounds <= 2; rounds += 1) {
    if (!operation.test(decoded)) return false;
    if (/(^|[/\\])\.\.?($|[/\\])/.test(decoded)) return false;
    // A `?` or `#` that was encoded is part of the value and stays so.
    decoded = decoded.replaceAll(/%(2e|2f|5c|25)/gi, (escaped) => decodeURIComponent(escaped));
  }
  return true;
}

function nameOf(server: Loopback, servers: Servers): string {
  if (server === servers.own) return "its own server";
  return server === servers.otherPort ? "another port" : "another host";
}

async function startServers(): Promise<Servers> {
  const servers: Partial<Servers> & Pick<Servers, "answer"> = { answer: {} };
  servers.own = await startLoopback(({ target, headers }, response) => {
    const { answer } = servers;
    const isToken = target === "/v1/oauth2/token";
    const location = isToken ? answer.tokenLocation : answer.location;
    if (location !== undefined) {
      response.writeHead(answer.status ?? 302, { location }).end();
    } else if (isToken) {
      sendJson(response, 200, { access_token: "token", token_type: "Bearer", expires_in: 3_600 });
    } else if (headers.authorization === undefined) {
      sendJson(response, 401, { code: 401, message: "Unauthorized" });
    } else {
      const { nextPath } = answer;
      sendJson(response, 200, {
        data: [],
        ...(nextPath && !target.includes("cursor") && { pagination: { nextPath } }),
      });
    }
  });
  const elsewhere = (host?: string) => startLoopback((_seen, response) => sendJson(response, 200, { data: [] }), host);
  servers.otherPort = await elsewhere();
  servers.otherHost = await elsewhere("localhost");
  return servers as Servers;
}
