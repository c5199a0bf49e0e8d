import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { type CultureAmpClient, type CultureAmpClientOptions, unwrap } from "@x/cultureamp";
import type { Canary } from "./canary.ts";
import { type Seen, sendJson } from "./loopback.ts";

/** Answers a request of a scenario. */
export type Answer = (response: ServerResponse, seen: Seen, canary: Canary) => void | Promise<void>;

/** One run of a client with canaries for secrets. Where nothing else is said, everything goes well. */
export interface Scenario {
  name: string;
  token?: Answer;
  api?: Answer;
  options?: (canary: Canary, origin: string) => Partial<CultureAmpClientOptions>;
  run?: (client: CultureAmpClient, canary: Canary) => Promise<unknown>;
}

export const goodToken: Answer = (response, _seen, { accessToken }) =>
  sendJson(response, 200, { access_token: accessToken, token_type: "Bearer", expires_in: 3_600 });

export const goodPage: Answer = (response) => sendJson(response, 200, { data: [{ id: "1" }], pagination: undefined });

const status =
  (code: number, headers: Record<string, string> = {}): Answer =>
  (response) => {
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    sendJson(response, code, { code, message: `Answer ${code}` });
  };

const text =
  (code: number, type: string, body: string): Answer =>
  (response) => {
    response.writeHead(code, { "content-type": type });
    response.end(body);
  };

const breakOff: Answer = (response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "1000" });
  response.write('{"data":');
  setTimeout(() => response.destroy(), 5);
};

const hangUp: Answer = (response) => {
  response.destroy();
};

const hang: Answer = async () => {
  await pause(400);
};

const redirect: Answer = (response) => {
  response.writeHead(307, { location: "https://elsewhere.invalid/v1/employees?x=1" });
  response.end();
};

/** Says all that it was sent, in the ways that servers have of saying something. */
const echo =
  (code: number): Answer =>
  (response, { headers, body }) => {
    const said = `refused: ${headers.authorization ?? ""} ${decodeURIComponent(body.replaceAll("+", " "))} ${body}`;
    sendJson(response, code, { code, error: "invalid_request", error_description: said, message: said });
  };

const html =
  (code: number): Answer =>
  (response, { headers, body }) => {
    response.writeHead(code, { "content-type": "text/html" });
    response.end(`<pre>${headers.authorization ?? ""} ${body}</pre>`);
  };

const shortTimeouts = () => ({ attemptTimeoutMs: 60, totalTimeoutMs: 100 });

const get = (client: CultureAmpClient) => client.GET("/v1/employees");

async function allItems(client: CultureAmpClient): Promise<unknown[]> {
  const items: unknown[] = [];
  for await (const item of client.paginate("/v1/employees")) items.push(item);
  return items;
}

const apiStatuses = [400, 401, 403, 404, 409, 418, 422, 429, 500, 503];

/** A succeeding run, and a failing one for each way to fail. The servers never say a secret back. */
export const scenarios: Scenario[] = [
  { name: "success" },
  { name: "success with Basic", options: () => ({ clientAuthentication: "basic" }) },
  { name: "success by pages", run: allItems },
  { name: "success as a stream", run: (client) => client.GET("/v1/employees", { parseAs: "stream" }) },
  ...apiStatuses.map((code) => ({ name: `API answers ${code}`, api: status(code) })),
  { name: "API answers 429 for a long time", api: status(429, { "retry-after": "3600" }) },
  { name: "API answers 404, thrown", api: status(404), run: (client) => unwrap(get(client)) },
  { name: "API answers 403 while paging", api: status(403), run: allItems },
  { name: "API answers HTML", api: text(200, "text/html", "<p>down</p>") },
  { name: "API answers no JSON", api: text(200, "application/json", "{data") },
  { name: "API answers nothing", api: text(200, "application/json", "") },
  { name: "API redirects elsewhere", api: redirect },
  { name: "API breaks off", api: breakOff },
  { name: "API hangs up", api: hangUp },
  { name: "API hangs", api: hang, options: shortTimeouts },
  {
    name: "API pages in a circle",
    api: (response) => sendJson(response, 200, { data: [], pagination: { nextPath: "/v1/employees?cursor=1" } }),
    run: allItems,
  },
  { name: "aborted", api: hang, run: (client) => client.GET("/v1/employees", { signal: AbortSignal.timeout(30) }) },
  {
    name: "token refused",
    token: (response) => sendJson(response, 401, { error: "invalid_client", error_description: "Unknown client" }),
  },
  { name: "token refused in a 200", token: (response) => sendJson(response, 200, { error: "invalid_scope" }) },
  { name: "token endpoint down", token: status(503) },
  { name: "token endpoint answers HTML", token: text(502, "text/html", "<p>down</p>") },
  { name: "token endpoint answers no JSON", token: text(200, "application/json", "{access_token") },
  { name: "token endpoint redirects elsewhere", token: redirect },
  { name: "token endpoint hangs up", token: hangUp },
  { name: "token endpoint breaks off", token: breakOff },
  { name: "token endpoint hangs", token: hang, options: shortTimeouts },
  {
    name: "token that fits no header",
    token: (response, _seen, { accessToken }) =>
      sendJson(response, 200, { access_token: `${accessToken}\n`, token_type: "Bearer" }),
  },
  {
    name: "token of another type",
    token: (response, _seen, { accessToken }) =>
      sendJson(response, 200, { access_token: accessToken, token_type: `mac ${accessToken}` }),
  },
  { name: "token endpoint that nobody listens on", options: () => ({ tokenUrl: "http://127.0.0.1:1/token" }) },
  {
    name: "client id with a colon",
    options: ({ clientId }) => ({ clientId: `${clientId}:`, clientAuthentication: "basic" }),
  },
  { name: "client id with a line break", options: ({ clientId }) => ({ clientId: `${clientId}\n` }) },
  { name: "client secret with a line break", options: ({ clientSecret }) => ({ clientSecret: `${clientSecret}\r\n` }) },
  {
    name: "credentials in the token URL",
    options: ({ clientId, clientSecret }) => ({
      tokenUrl: `https://${clientId}:${encodeURIComponent(clientSecret)}@host.invalid/token`,
    }),
  },
  {
    name: "credentials in a token URL that is none",
    options: ({ clientSecret }) => ({ tokenUrl: `//${clientSecret}` }),
  },
  {
    name: "credentials in the origin",
    options: ({ clientId }, origin) => ({ origin: origin.replace("//", `//${clientId}@`) }),
  },
  {
    name: "secret as a permission",
    options: ({ clientSecret }) => ({ permissions: [clientSecret as "surveys-read"] }),
  },
  { name: "secret as an environment", options: ({ clientSecret }) => ({ environment: clientSecret as "sandbox" }) },
  {
    name: "token in a header that is none",
    run: (client, { accessToken }) =>
      client.GET("/v1/employees", { headers: { authorization: `Bearer\n${accessToken}` } }),
  },
  {
    name: "token as a path",
    run: (client, { accessToken }) => (client.GET as (path: string) => Promise<unknown>)(`../${accessToken}`),
  },
  {
    name: "closed client",
    run: (client) => {
      client.close();
      return get(client);
    },
  },
];

/** Servers that say back what they were sent: in error bodies, in HTML, in a 200. */
export const echoScenarios: Scenario[] = [
  ...[400, 401, 403, 500].map(
    (code) => ({ name: `API echoes in a ${code}`, api: echo(code), options: () => ({ retry: false }) }) as Scenario,
  ),
  ...[200, 403, 502].map(
    (code) => ({ name: `API echoes in HTML, ${code}`, api: html(code), options: () => ({ retry: false }) }) as Scenario,
  ),
  ...[400, 401, 200, 503].map(
    (code) =>
      ({
        name: `token endpoint echoes in a ${code}`,
        token: echo(code),
        options: () => ({ retry: false }),
      }) as Scenario,
  ),
  ...[400, 200, 502].map(
    (code) =>
      ({
        name: `token endpoint echoes in HTML, ${code}`,
        token: html(code),
        options: () => ({ retry: false }),
      }) as Scenario,
  ),
  {
    name: "token endpoint echoes Basic in a 400",
    token: echo(400),
    options: () => ({ clientAuthentication: "basic", retry: false }),
  },
  {
    name: "API echoes in the content type",
    api: (response, { headers }) => {
      response.writeHead(200, { "content-type": `text/${headers.authorization}` });
      response.end("x");
    },
  },
  {
    name: "API echoes in the reason",
    api: (response, { headers }) => {
      response.writeHead(500, `no ${headers.authorization}`);
      response.end("x");
    },
    options: () => ({ retry: false }),
  },
];
