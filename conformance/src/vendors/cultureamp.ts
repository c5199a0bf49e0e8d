import { createRequire } from "node:module";
import { type CultureAmpPermission, createCultureAmpClient, cultureAmpPermissions } from "@x/cultureamp";
import type { JsonObject } from "../exchange/types.js";
import { Description } from "../openapi/description.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { LiveAccess } from "./live-access.js";
import type { ClientSetup, DocumentedCredentials, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

const SANDBOX_HOST = "sandbox.public-api.development.cultureamp.net";
/** The entity ids of production and sandbox: they name the API itself. */
const ENTITY_IDS = ["8ed17dce-9eca-4383-a9e1-54f82c362b6d", "79040b4d-3e2b-4480-a061-2e230eeb83b2"];
const PLACEHOLDER_PATH = "/<path>?";

let description: Description | undefined;

/** Culture Amp's public API. */
export const cultureamp: Vendor = {
  id: "cultureamp",
  title: "Culture Amp",
  describe() {
    description ??= new Description(
      createRequire(import.meta.url)("@x/cultureamp/openapi/cultureamp.json") as OpenApiDocument,
    );
    return description;
  },
  createClient: ({ origin, fetch, credentials }: ClientSetup): ReplayClient =>
    createCultureAmpClient({
      clientId: credentials?.clientId ?? "{client_id}",
      clientSecret: credentials?.clientSecret ?? "{client_secret}",
      clientAuthentication: credentials?.authentication ?? "form",
      environment: origin.endsWith(SANDBOX_HOST) ? "sandbox" : "production",
      permissions: permissionsOf(credentials),
      retry: false,
      fetch,
    }) as unknown as ReplayClient,
  probe: (client) =>
    client.request("GET", "/v1/employees", { params: { path: {}, query: {}, header: {} }, headers: {} }),
  get sandbox() {
    return sandbox;
  },
  get live() {
    return live;
  },
};

const live: LiveAccess = {
  settings: [
    { name: "clientId", purpose: "client id of the API integration", isSecret: true, schemes: ["Oauth2"] },
    { name: "clientSecret", purpose: "client secret of the API integration", isSecret: true, schemes: ["Oauth2"] },
    {
      name: "scope",
      purpose: "target-entity:<entity id>:<permission,...>; default: every permission",
      isSecret: false,
    },
  ],
  createClient: ({ values, origin, fetch }) =>
    createCultureAmpClient({
      clientId: values.clientId,
      clientSecret: values.clientSecret,
      environment: origin?.endsWith(SANDBOX_HOST) ? "sandbox" : "production",
      permissions: permissionsIn(values.scope),
      retry: false,
      fetch,
    }) as unknown as ReplayClient,
};

/** From the scope that is asked for; where that is a placeholder, from the one that is granted. */
function permissionsOf(credentials: DocumentedCredentials | undefined): CultureAmpPermission[] {
  const asked = [credentials?.scope, credentials?.grantedScope].find(
    (scope) => scope !== undefined && !/[<{]/.test(scope.split(":")[2] ?? "<"),
  );
  return permissionsIn(asked);
}

function permissionsIn(scope: string | undefined): CultureAmpPermission[] {
  return (scope?.split(":")[2]?.split(",") ?? [...cultureAmpPermissions]) as CultureAmpPermission[];
}

const sandbox: SandboxBehaviour = {
  pageParameters: ["cursor", "after_key"],
  readScope(scope, permissions) {
    const [entity, id, list, ...more] = (scope ?? "").split(":");
    if (entity !== "target-entity" || !id || !list || more.length > 0)
      return { problem: "scope is not target-entity:<entity id>:<permission,permission>" };
    if (!ENTITY_IDS.includes(id))
      return { problem: `scope names an entity that is neither production nor sandbox: ${ENTITY_IDS.join(", ")}` };
    const asked = list.split(",");
    const unknown = asked.find((permission) => !permissions.includes(permission));
    return unknown === undefined
      ? { permissions: asked }
      : { problem: `scope holds "${unknown}", which is not one of ${permissions.join(", ")}` };
  },
  errorBody: (code, message) => ({ code, message }),
  finishBody(body, { path }) {
    const page = body as Page;
    const nextPath = page?.pagination?.nextPath;
    if (!nextPath?.startsWith(PLACEHOLDER_PATH)) return body;
    return {
      ...page,
      pagination: { ...page.pagination, nextPath: `${path}?${nextPath.slice(PLACEHOLDER_PATH.length)}` },
    };
  },
  nextPage(page, cursor, { path, members }) {
    if (!members.has("pagination")) return undefined;
    const pagination = cursor === undefined ? null : { nextPath: `${path}?cursor=${cursor}`, afterKey: cursor };
    return { ...(page as JsonObject), pagination };
  },
  lastPage(body) {
    const page = body as Page;
    return Array.isArray(page?.data) ? { data: [] } : undefined;
  },
};

interface Page {
  readonly data?: unknown;
  readonly pagination?: { readonly nextPath?: string };
}
