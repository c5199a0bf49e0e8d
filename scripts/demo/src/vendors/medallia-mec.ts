import { createMedalliaMecClient, type MedalliaMecClient } from "@x/medallia-mec";
import type { Step, VendorDemo } from "../vendor-demo.ts";

/** The documented queries: the sandbox answers those. */
const FIELDS = "query { fields(first: 1000) { nodes { id name dataType } } }";
const NOTHING = "query { __typename }";

/** Reads of the documented user, feeds and fields. */
function documentedSteps(client: MedalliaMecClient): Step[] {
  return [
    {
      title: "one user",
      async *run() {
        const { data, error } = await client.GET("/admin/v1/users/{username}", {
          params: { path: { username: "cabbott" } },
        });
        yield error ? error.message : `${data.first_name} ${data.last_name}, ${data.roles.primary_role.role}`;
      },
    },
    {
      title: "users as CSV",
      async *run() {
        const { data, error } = await client.GET("/admin/v1/users-bulk-download");
        yield error ? error.message : `columns ${data.split(",").slice(0, 4).join(", ")} …`;
      },
    },
    {
      title: "fields, by GraphQL",
      async *run() {
        const { data, error } = await client.query(FIELDS);
        const nodes = data?.fields?.nodes ?? [];
        yield error ? error.message : `${nodes.length} fields, first ${nodes[0]?.name} (${nodes[0]?.dataType})`;
      },
    },
    {
      title: "the cost of a query",
      async *run() {
        const { data, error } = await client.estimateCost(NOTHING);
        yield error ? error.message : `${data.cost} units`;
      },
    },
    {
      title: "web feeds",
      async *run() {
        const { data, error } = await client.GET("/inbound/v2");
        const paths = Object.keys(data?.paths ?? {});
        yield error ? error.message : `${paths.length} feeds, first ${paths[0]?.split("/").at(-1)}`;
      },
    },
  ];
}

/** Medallia Experience Cloud: token, a user, CSV, GraphQL with its cost, web feeds, one error. */
export const medalliaMec: VendorDemo = {
  vendor: "medallia-mec",
  title: "Medallia Experience Cloud",
  variables: {
    required: [
      "MEDALLIA_MEC_REPORTING_ORIGIN",
      "MEDALLIA_MEC_GATEWAY_ORIGIN",
      "MEDALLIA_MEC_COMPANY",
      "MEDALLIA_MEC_CLIENT_ID",
      "MEDALLIA_MEC_CLIENT_SECRET",
    ],
    optional: [],
  },

  sandbox(origin, credentials, onEvent) {
    const hosts = { reportingOrigin: origin, gatewayOrigin: origin, company: "acme" };
    const client = createMedalliaMecClient({ ...hosts, ...credentials, onEvent });
    return [
      ...documentedSteps(client),
      {
        title: "a user that is not there",
        async *run() {
          const { error } = await client.GET("/admin/v1/users/{username}", {
            params: { path: { username: "nobody" } },
          });
          yield error ? `${error.name}, code ${error.code}` : "no error";
        },
      },
    ];
  },

  live(_environment, onEvent) {
    const client = createMedalliaMecClient({ onEvent });
    return [
      {
        title: "my roles, by GraphQL",
        async *run() {
          const { data, error } = await client.query("query { me { roles { id name } } rateLimit { cost } }");
          const names = data?.me?.roles.map(({ name }) => name).join(", ");
          yield error ? error.message : `${names || "none"}, for ${data.rateLimit?.cost} units`;
        },
      },
      {
        title: "roles, page by page",
        async *run() {
          let seen = 0;
          for await (const page of client.paginate("/admin/v1/roles").pages()) {
            yield `${page.items?.length ?? 0} roles`;
            seen += 1;
            if (seen === 2) break;
          }
        },
      },
    ];
  },
};
