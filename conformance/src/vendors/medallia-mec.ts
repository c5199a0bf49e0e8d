import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createConversationsClient } from "@x/medallia-mec/conversations";
import { createVCloudClient } from "@x/medallia-mec/vcloud";
import { buildSchema, GraphQLError, type GraphQLSchema, parse, validate } from "graphql";
import type { Contradiction } from "../check/contradiction.js";
import type { Exchange, JsonObject } from "../exchange/types.js";
import { Description } from "../openapi/description.js";
import { mergeDocuments } from "../openapi/merge-documents.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { ClientSetup, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

const CONVERSATIONS = "https://conversations.sc4.medallia.com";
const VCLOUD = "https://vcloud.vocitec.com";
/** Any pair of hosts: a call says nothing of where its token came from, and a token request nothing of where it will be used. */
const REPORTING = "https://instance.medallia.com";
const GATEWAY = "https://instance-tenant.apis.medallia.com";

const require = createRequire(import.meta.url);
let description: Description | undefined;
let schema: GraphQLSchema | undefined;
/** By document: the same one is sent with many variables. */
const problemsOf = new Map<string, readonly string[]>();

/** Medallia Experience Cloud: the API gateway, Conversations and V-Cloud, each at its own host. */
export const medalliaMec: Vendor = {
  id: "medallia-mec",
  title: "Medallia Experience Cloud",
  describe() {
    const read = (name: string) => require(`@x/medallia-mec/openapi/${name}.json`) as OpenApiDocument;
    description ??= new Description(
      mergeDocuments({
        "medallia-mec": read("medallia-mec"),
        conversations: read("conversations"),
        vcloud: read("vcloud"),
      }),
    );
    return description;
  },
  createClient({ origin, fetch, credentials, credentialQuery }: ClientSetup): ReplayClient {
    const own = {
      clientId: credentials?.clientId ?? "{client_id}",
      clientSecret: credentials?.clientSecret ?? "{client_secret}",
      company: credentials?.tokenPath.split("/")[2] ?? "company",
      retry: false,
      fetch,
    } as const;
    if (origin === VCLOUD) {
      const { token = "{token}" } = credentialQuery ?? {};
      return createVCloudClient({ token, retry: false, fetch }) as unknown as ReplayClient;
    }
    if (origin === CONVERSATIONS) return createConversationsClient(own) as unknown as ReplayClient;
    const isToken = credentials !== undefined;
    const reportingOrigin = isToken ? origin : REPORTING;
    const gatewayOrigin = isToken ? GATEWAY : origin;
    return createMedalliaMecClient({ ...own, reportingOrigin, gatewayOrigin }) as unknown as ReplayClient;
  },
  probe: (client) =>
    client.request("GET", "/admin/v1/users", { params: { path: {}, query: {}, header: {} }, headers: {} }),
  contradictions: graphqlContradictions,
  get sandbox() {
    return sandbox;
  },
};

/**
 * Where a GraphQL document does not fit the shipped schema. That schema is what one instance showed, not the vendor's own, so a document that
 * does not fit is known for what it is.
 */
function graphqlContradictions({ request }: Exchange): Contradiction[] {
  const query = (request.body as JsonObject | null | undefined)?.query;
  if (request.url?.includes("/data/v0/query") !== true || typeof query !== "string") return [];
  schema ??= buildSchema(readFileSync(require.resolve("@x/medallia-mec/query-api.graphql"), "utf8"));
  let problems = problemsOf.get(query);
  if (problems === undefined) {
    problems = findProblems(schema, query);
    problemsOf.set(query, problems);
  }
  return problems.map((message) => ({
    pointer: "/request/body/query",
    expected: message,
    got: query,
    acknowledged: "the vendor's example does not fit the publicly evidenced schema of the Query API",
  }));
}

/** A page may print a document with something left out, so that it is none: a finding about this exchange, not the end of the run. */
function findProblems(schema: GraphQLSchema, query: string): string[] {
  try {
    return validate(schema, parse(query)).map(({ message }) => message);
  } catch (error) {
    if (error instanceof GraphQLError) return [error.message];
    throw error;
  }
}

/** There are no scopes: what a client may do follows from its role. */
const sandbox: SandboxBehaviour = {
  readScope: (scope) => (scope === undefined ? { permissions: [] } : { problem: "this vendor has no scopes" }),
  errorBody: (status, message) => ({ error_type: String(status), message }),
};
