import { createRequire } from "node:module";
import { createMxoClient } from "@x/mxo";
import { Description } from "../openapi/description.js";
import type { OpenApiDocument } from "../openapi/types.js";
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
};

/** There are no scopes: credentials act as the user they were made for. */
const sandbox: SandboxBehaviour = {
  readScope: (scope) => (scope === undefined ? { permissions: [] } : { problem: "this vendor has no scopes" }),
  errorBody: (_status, message) => ({ errorCode: "GENERAL", errorMessage: message }),
};
