import { createRequire } from "node:module";
import { createCrowdicityClient } from "@x/crowdicity";
import { Description } from "../openapi/description.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { CallInit } from "../plan/plan-call.js";
import { jsonAnswer, tokenRefusal } from "../sandbox/answers.js";
import { checkClient, type TokenEndpointOptions } from "../sandbox/token-endpoint.js";
import type { SandboxAnswer, SandboxRequest } from "../sandbox/types.js";
import { wirePairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import type { LiveAccess } from "./live-access.js";
import type { ClientSetup, ReplayCallResult, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

/** The two steps, which the client takes by itself. */
const STEPS = ["/v2/auth/code", "/v2/auth"];
/** Paths of the sandbox that stand for those which are not documented. */
const MADE_UP = "/v2/synthetic";

let description: Description | undefined;

/**
 * Medallia Ideas (Crowdicity). Only the calls that get a token are documented. The vendor's description has them as operations, so each is
 * replayed as a call, which the client is made to send by itself: by authorising some other call.
 */
export const crowdicity: Vendor = {
  id: "crowdicity",
  title: "Medallia Ideas (Crowdicity)",
  describe() {
    description ??= new Description(
      createRequire(import.meta.url)("@x/crowdicity/openapi/crowdicity.json") as OpenApiDocument,
    );
    return description;
  },
  createClient(setup: ClientSetup): ReplayClient {
    const client = createCrowdicityClient(optionsFor(setup)) as unknown as ReplayClient;
    return {
      request: (method, path, init) =>
        method === "POST" && STEPS.includes(path) ? takeStep(setup, path, init) : client.request(method, path, init),
    };
  },
  probe: (client) => client.request("GET", MADE_UP, { params: { path: {}, query: {}, header: {} }, headers: {} }),
  get sandbox() {
    return sandbox;
  },
  get live() {
    return live;
  },
};

/** All that is documented is how the client gets its token, so that is what a live run looks at. */
const live: LiveAccess = {
  settings: [
    { name: "clientId", purpose: "client id of the API client", isSecret: true },
    { name: "clientSecret", purpose: "client secret of the API client", isSecret: true },
    { name: "region", purpose: "au, eu, uk or us", isSecret: false },
    { name: "generation", purpose: "of the hosts: crowdicity or ideas; default ideas", isSecret: false },
  ],
  createClient: ({ values, fetch }) =>
    createCrowdicityClient({
      region: (values.region ?? "us") as "us",
      generation: (values.generation ?? "ideas") as "ideas",
      clientId: values.clientId,
      clientSecret: values.clientSecret,
      retry: false,
      fetch,
    }) as unknown as ReplayClient,
  // It hands out an auth code, and takes the secret in its query.
  writes: ["GET /v2/auth/code"],
  signIn: STEPS.map((path) => `POST ${path}`),
};

function optionsFor({ origin, fetch, credentials }: ClientSetup) {
  const { clientId = "{client_id}", clientSecret = "{client_secret}" } = credentials ?? {};
  return { origin, fetch, clientId, clientSecret, retry: false } as const;
}

/**
 * Has a client authorise a call, and lets the one step through to the wire; around it, what is needed is made up. What the step answers is
 * given as it came, once the client has gone on with it: with the auth code in the next step, or the access token on the call.
 */
async function takeStep(setup: ClientSetup, step: string, { body }: CallInit): Promise<ReplayCallResult> {
  const fields = body as Readonly<Record<string, string>>;
  let response: Response | undefined;
  const client = createCrowdicityClient({
    ...optionsFor(setup),
    clientId: fields.client_id,
    clientSecret: fields.client_secret,
    async fetch(url, init) {
      const { pathname } = new URL(url);
      if (pathname === step && response === undefined) {
        response = await setup.fetch(url, init);
        if (response.status !== 204) return response.clone();
      }
      if (pathname === "/v2/auth/code") return Response.json({ auth_code: fields.auth_code ?? "synthetic" });
      return Response.json({ access_token: "synthetic", refresh_token: "synthetic" });
    },
  });
  const failure: unknown = await client.GET(MADE_UP).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (response === undefined) throw failure ?? new Error(`the client did not take the step ${step}`);
  const text = response.status === 204 ? "" : await response.text();
  const answer = parseJson(text) ?? text;
  if (!response.ok)
    return { error: { status: (failure as { status?: unknown } | undefined)?.status, body: answer }, response };
  if (failure !== undefined) throw failure;
  return { data: answer, response };
}

/** Everything that it answers is made up, and marked so: no answer of this vendor is documented. */
const sandbox: SandboxBehaviour = {
  readScope: (scope) => (scope === undefined ? { permissions: [] } : { problem: "this vendor has no scopes" }),
  errorBody: (status, message) => ({ synthetic: true, error: String(status), message }),
  tokenPaths: [...STEPS, `${MADE_UP}/refresh`],
  hasRefreshTokens: true,
  synthesize,
};

const CODE = "auth code";
const REFRESH = "refresh token";
const ACCESS = "access token";
/** Not documented, like every lifetime of this vendor. */
const CODE_SECONDS = 600;
const REFRESH_SECONDS = 30 * 24 * 3_600;

function synthesize(request: SandboxRequest, tokens: TokenEndpointOptions): SandboxAnswer | undefined {
  const { method, path } = request;
  if (!STEPS.includes(path) && path !== MADE_UP && !path.startsWith(`${MADE_UP}/`)) return undefined;
  if (method === "POST") {
    const fields = new Map(wirePairs(request.body));
    if (path === "/v2/auth/code") {
      return (
        checkClient(request, fields, tokens.credentials) ??
        jsonAnswer(200, { auth_code: tokens.issuer.issue([CODE], CODE_SECONDS) })
      );
    }
    if (path === "/v2/auth") {
      return (
        checkClient(request, fields, tokens.credentials) ??
        useUp(fields.get("auth_code"), CODE, tokens) ??
        issueTokens(tokens)
      );
    }
    if (path === `${MADE_UP}/refresh`)
      return useUp(fields.get("refresh_token"), REFRESH, tokens) ?? issueTokens(tokens);
    if (path === `${MADE_UP}/validate`) {
      return jsonAnswer(200, {
        valid: refuse(fields.get("access_token"), ACCESS, tokens) === undefined,
        synthetic: true,
      });
    }
  }
  if (STEPS.includes(path)) return undefined;
  const [scheme, token] = (request.headers.get("authorization") ?? "").split(" ");
  const refusal = refuse(scheme === "Bearer" ? token : undefined, ACCESS, tokens);
  return refusal ?? jsonAnswer(200, { synthetic: true, method, path });
}

function issueTokens({ issuer }: TokenEndpointOptions): SandboxAnswer {
  return jsonAnswer(200, {
    access_token: issuer.issue([ACCESS]),
    refresh_token: issuer.issue([REFRESH], REFRESH_SECONDS),
  });
}

/** A refusal, as {@link refuse}; what is taken is good once. */
function useUp(token: string | undefined, kind: string, tokens: TokenEndpointOptions): SandboxAnswer | undefined {
  const refused = refuse(token, kind, tokens);
  if (refused === undefined && token !== undefined) tokens.issuer.revoke(token);
  return refused;
}

/** A refusal of what was not issued as that kind of thing, or has expired. */
function refuse(token: string | undefined, kind: string, { issuer }: TokenEndpointOptions): SandboxAnswer | undefined {
  const issued = token === undefined ? `no ${kind} was sent` : issuer.check(token);
  if (typeof issued !== "string" && issued.permissions.includes(kind)) return undefined;
  return tokenRefusal(401, "invalid_grant", typeof issued === "string" ? issued : `that is no ${kind}`);
}
