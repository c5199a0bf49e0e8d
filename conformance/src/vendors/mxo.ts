import { createRequire } from "node:module";
import { createMxoClient } from "@x/mxo";
import { Description } from "../openapi/description.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { LiveAccess } from "./live-access.js";
import type { ClientSetup, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

let description: Description | undefined;

/** Medallia Experience Orchestration. Keys are those of each documented call, so the client is given none. */
export const mxo: Vendor = {
  id: "mxo",
  title: "Medallia Experience Orchestration",
  describe() {
    description ??= new Description(createRequire(import.meta.url)("@x/mxo/openapi/mxo.json") as OpenApiDocument);
    return description;
  },
  createClient: ({ origin, fetch, credentials }: ClientSetup): ReplayClient =>
    createMxoClient({
      origin,
      clientId: credentials?.clientId ?? "{client_id}",
      clientSecret: credentials?.clientSecret ?? "{client_secret}",
      retry: false,
      fetch,
    }) as unknown as ReplayClient,
  probe: (client) =>
    client.request("GET", "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}/reference", {
      params: { path: { workspaceId: "w", datastoreApiName: "d", target: "live" }, query: {}, header: {} },
      headers: {},
      parseAs: "text",
    }),
  get sandbox() {
    return sandbox;
  },
  get live() {
    return live;
  },
};

const live: LiveAccess = {
  settings: [
    { name: "clientId", purpose: "client id of the API credentials", isSecret: true, schemes: ["OAuth2"] },
    { name: "clientSecret", purpose: "client secret of the API credentials", isSecret: true, schemes: ["OAuth2"] },
    {
      name: "server",
      purpose: "first label of the tenant's host, such as eu2",
      isSecret: false,
      hostVariables: ["server"],
    },
    {
      name: "workspaceId",
      purpose: "workspace id of the Space",
      isSecret: false,
      parameters: ["workspaceId"],
    },
    { name: "siteKey", purpose: "site key of the Space", isSecret: false, parameters: ["siteKey", "sk"] },
  ],
  createClient: ({ values, fetch }) =>
    createMxoClient({
      server: values.server ?? "eu2",
      clientId: values.clientId ?? "{client_id}",
      clientSecret: values.clientSecret ?? "{client_secret}",
      retry: false,
      fetch,
    }) as unknown as ReplayClient,
  // A tracked event counts as an interaction.
  writes: ["GET /one/rt/track/1px.gif", "GET /one/rt/track/{sk}/pixel"],
};

/** There are no scopes: credentials act as the user they were made for. */
const sandbox: SandboxBehaviour = {
  readScope: (scope) => (scope === undefined ? { permissions: [] } : { problem: "this vendor has no scopes" }),
  errorBody: (_status, message) => ({ errorCode: "GENERAL", errorMessage: message }),
  partialAnswers: {
    "POST /one/oauth2/rt/api/3.1.0/customer/{sk}/activity": {
      body: { errors: [{ errorCode: "INVALID_DATE", errorMessage: "that is no date" }] },
    },
  },
};
