import { Description } from "../../src/openapi/description.js";
import type { CallInit } from "../../src/plan/plan-call.js";
import type { ReplayFetch } from "../../src/transport/types.js";
import type { ClientSetup, ReplayCallResult, Vendor } from "../../src/vendors/types.js";
import { acmeDescription } from "./acme-description.js";

/** What a broken client does to a request before it goes out. */
export type Tamper = (url: URL, init: RequestInit & { headers: Headers }) => void;

/** The vendor of the description, with a plain client of its own; `tamper` breaks the client. */
export function acme(tamper: Tamper = () => {}): Vendor {
  const description = new Description(acmeDescription);
  return {
    id: "acme",
    title: "Acme",
    describe: () => description,
    createClient: (setup) => ({ request: newRequest(setup, tamper) }),
    probe: (client) =>
      client.request("GET", "/v1/things", { params: { path: {}, query: {}, header: {} }, headers: {} }),
    sandbox: {
      readScope: (scope) => (scope === "all" ? { permissions: ["all"] } : { problem: "scope is not all" }),
      errorBody: (code) => ({ code }),
    },
  };
}

/** Lists that this client joins by commas, because the description says so. */
const JOINED = new Set(["names"]);

function newRequest({ origin, fetch, credentials, credentialHeaders }: ClientSetup, tamper: Tamper) {
  let token: Promise<string> | undefined;
  const send: ReplayFetch = (href, init) => {
    const url = new URL(href);
    const changed = { ...init, headers: new Headers(init?.headers) };
    tamper(url, changed);
    return fetch(url.href, changed);
  };
  return async (method: string, path: string, { params, headers, body }: CallInit): Promise<ReplayCallResult> => {
    token ??= fetchToken(origin, fetch, credentials);
    const url = new URL(
      origin + path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(params.path[name]))),
    );
    for (const [name, value] of Object.entries(params.query)) {
      if (!Array.isArray(value)) url.searchParams.append(name, String(value));
      else if (JOINED.has(name)) url.searchParams.append(name, value.join(","));
      else for (const one of value) url.searchParams.append(name, String(one));
    }
    const sent = new Headers({
      accept: "application/json",
      authorization: `Bearer ${await token}`,
      ...credentialHeaders,
      ...headers,
    });
    for (const [name, value] of Object.entries(params.header)) sent.set(name, String(value));
    const response = await send(url.href, { method, headers: sent, ...bodyOf(body, path, sent) });
    const text = await response.text();
    const value =
      /json/.test(response.headers.get("content-type") ?? "") && text !== "" ? JSON.parse(text) : text || undefined;
    return response.ok
      ? { data: value, response }
      : { error: { status: response.status, body: value, code: `http_${response.status}` }, response };
  };
}

function bodyOf(body: unknown, path: string, headers: Headers): { body?: BodyInit } {
  if (body === undefined) return {};
  if (typeof body === "string") {
    if (!headers.has("content-type")) headers.set("content-type", "text/plain");
    return { body };
  }
  if (path === "/v1/login") return { body: new URLSearchParams(body as Record<string, string>) };
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return { body: JSON.stringify(body) };
}

async function fetchToken(
  origin: string,
  fetch: ReplayFetch,
  credentials: ClientSetup["credentials"],
): Promise<string> {
  const { clientId = "id", clientSecret = "secret", authentication = "form" } = credentials ?? {};
  const fields = {
    grant_type: "client_credentials",
    ...(authentication === "form" && { client_id: clientId, client_secret: clientSecret }),
  };
  const headers: Record<string, string> =
    authentication === "basic"
      ? { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}` }
      : {};
  const response = await fetch(`${origin}/oauth/token`, { method: "POST", body: new URLSearchParams(fields), headers });
  if (!response.ok) throw Object.assign(new Error("no token"), { status: response.status });
  return ((await response.json()) as { access_token: string }).access_token;
}
