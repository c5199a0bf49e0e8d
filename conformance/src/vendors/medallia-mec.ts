import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createConversationsClient } from "@x/medallia-mec/conversations";
import { createVCloudClient } from "@x/medallia-mec/vcloud";
import type * as GraphQL from "graphql";
import type { Contradiction } from "../check/contradiction.js";
import type { Exchange, JsonObject } from "../exchange/types.js";
import { Description } from "../openapi/description.js";
import { mergeDocuments } from "../openapi/merge-documents.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { LiveAccess } from "./live-access.js";
import type { ClientSetup, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

const CONVERSATIONS = "https://conversations.sc4.medallia.com";
const VCLOUD = "https://vcloud.vocitec.com";
/** Any pair of hosts: a call says nothing of where its token came from, and a token request nothing of where it will be used. */
const REPORTING = "https://instance.medallia.com";
const GATEWAY = "https://instance-tenant.apis.medallia.com";

const require = createRequire(import.meta.url);
let description: Description | undefined;
let schema: GraphQL.GraphQLSchema | undefined;
/** By document: the same one is sent with many variables. */
const problemsOf = new Map<string, readonly string[]>();

/** Medallia Experience Cloud: the API gateway, Conversations and V-Cloud, each at its own host. */
export const medalliaMec: Vendor = {
  id: "medallia-mec",
  title: "Medallia Experience Cloud",
  describe() {
    const read = (name: string) =>
      JSON.parse(readFileSync(require.resolve(`@x/medallia-mec/openapi/${name}.json`), "utf8")) as OpenApiDocument;
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
  get live() {
    return live;
  },
};

const MEC = ["medallia-mec.MecOauth"];
const OF_CONVERSATIONS = ["conversations.ConversationsOauth"];

/** The API gateway, Conversations and V-Cloud know their callers each by its own credentials. */
const live: LiveAccess = {
  settings: [
    { name: "clientId", purpose: "OAuth client id of the API gateway", isSecret: true, schemes: MEC },
    { name: "clientSecret", purpose: "OAuth client secret of the API gateway", isSecret: true, schemes: MEC },
    { name: "company", purpose: "company, as in the path of the reporting instance", isSecret: false, schemes: MEC },
    {
      name: "gatewayOrigin",
      purpose: "the API gateway, such as https://express-acme.apis.medallia.com",
      isSecret: false,
      hostVariables: ["gateway"],
    },
    {
      name: "reportingOrigin",
      purpose: "the reporting instance, which issues tokens, such as https://express.medallia.eu",
      isSecret: false,
      hostVariables: ["gateway"],
    },
    {
      name: "conversationsClientId",
      purpose: "OAuth client id of Conversations",
      isSecret: true,
      schemes: OF_CONVERSATIONS,
    },
    {
      name: "conversationsClientSecret",
      purpose: "OAuth client secret of Conversations",
      isSecret: true,
      schemes: OF_CONVERSATIONS,
    },
    { name: "conversationsCompany", purpose: "company of Conversations", isSecret: false, schemes: OF_CONVERSATIONS },
    { name: "vcloudToken", purpose: "token of the account of V-Cloud", isSecret: true, schemes: ["vcloud.Token"] },
  ],
  createClient({ values, fetch }) {
    const common = { retry: false, fetch } as const;
    const makers: Readonly<Record<string, () => unknown>> = {
      [VCLOUD]: () => createVCloudClient({ ...common, token: values.vcloudToken ?? "{token}" }),
      [CONVERSATIONS]: () =>
        createConversationsClient({
          ...common,
          clientId: values.conversationsClientId,
          clientSecret: values.conversationsClientSecret,
          company: values.conversationsCompany,
        }),
      [GATEWAY]: () =>
        createMedalliaMecClient({
          ...common,
          clientId: values.clientId,
          clientSecret: values.clientSecret,
          company: values.company,
          gatewayOrigin: values.gatewayOrigin ?? GATEWAY,
          reportingOrigin: values.reportingOrigin ?? GATEWAY,
        }),
    };
    const made = new Map<string, ReplayClient>();
    return {
      async request(method, path, init) {
        const server = medalliaMec.describe().document.paths?.[path]?.servers?.[0]?.url ?? GATEWAY;
        const origin = server in makers ? server : GATEWAY;
        const client = made.get(origin) ?? (makers[origin]?.() as ReplayClient);
        made.set(origin, client);
        return client.request(method, path, init);
      },
    };
  },
};

/**
 * Where a GraphQL document does not fit the shipped schema. That schema is what one instance showed, not the vendor's own, so a document that
 * does not fit is known for what it is.
 */
function graphqlContradictions({ request }: Exchange): Contradiction[] {
  const query = (request.body as JsonObject | null | undefined)?.query;
  if (request.url?.includes("/data/v0/query") !== true || typeof query !== "string") return [];
  let problems = problemsOf.get(query);
  if (problems === undefined) {
    problems = findProblems(query);
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
function findProblems(query: string): string[] {
  // Read here: who asks nothing of this vendor does not wait for it.
  const { buildSchema, GraphQLError, parse, validate } = require("graphql") as typeof GraphQL;
  schema ??= buildSchema(readFileSync(require.resolve("@x/medallia-mec/query-api.graphql"), "utf8"));
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
  nextPage(page, cursor, { path, members }) {
    if (!members.has("_next") && !members.has("_links")) return undefined;
    const link = cursor === undefined ? null : { href: `${path}?_cursor=${cursor}` };
    return { ...(page as JsonObject), ...(members.has("_next") ? { _next: link } : { _links: { next: link } }) };
  },
  partialAnswers: {
    "POST /data/v0/query": { body: { data: { me: null }, errors: [{ message: "me is not to be had" }] } },
  },
};
