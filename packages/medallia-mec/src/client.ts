import { bearer, type Client, checkOptions, checkOrigin, createClient, credential } from "@x/client-core";
import { createTokens } from "./auth.js";
import { type ConnectionInit, type PaginateDocument, paginateDocument } from "./connections.js";
import type { paths } from "./generated/medallia-mec.js";
import type { MedalliaMecClientOptions } from "./options.js";
import { type MedalliaMecPages, paging } from "./pagination.js";
import { policies, prepare } from "./policies.js";
import { createQuery, type PostQuery, type QueryMethods } from "./query.js";
import type { QueryApiSchema, QuerySchema } from "./query-schema.js";
import { review } from "./review.js";

/**
 * A typed client for the API gateway of a Medallia Experience Cloud instance. `Schema` types the Query API: by default
 * the shipped schema, or one generated from your own instance.
 */
export type MedalliaMecClient<Schema extends QuerySchema = QueryApiSchema> = Client<paths, MedalliaMecPages> &
  QueryMethods<Schema> & { paginate: PaginateDocument<Schema> };

/**
 * A client for the APIs of Medallia Experience Cloud. Tokens come from the reporting instance, calls and the bearer go to
 * the gateway only. Nothing is sent before the first call.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://developer.medallia.com/medallia-apis
 */
export function createMedalliaMecClient<Schema extends QuerySchema = QueryApiSchema>(
  options: MedalliaMecClientOptions = {},
): MedalliaMecClient<Schema> {
  checkOptions(options);
  const required = (option: string, value: string | undefined, variable: string) =>
    credential(option, value, `MEDALLIA_MEC_${variable}`);
  const gateway = required("gatewayOrigin", options.gatewayOrigin, "GATEWAY_ORIGIN");
  const reporting = required("reportingOrigin", options.reportingOrigin, "REPORTING_ORIGIN");
  const tokens = createTokens(
    {
      origin: checkOrigin("reportingOrigin", reporting),
      company: required("company", options.company, "COMPANY"),
      clientId: required("clientId", options.clientId, "CLIENT_ID"),
      clientSecret: required("clientSecret", options.clientSecret, "CLIENT_SECRET"),
    },
    options,
  );
  const client = createClient<paths, MedalliaMecPages>(
    {
      vendor: "medallia-mec",
      origin: checkOrigin("gatewayOrigin", gateway),
      authorize: bearer(tokens),
      policy: (operation) => policies[operation],
      prepare,
      review,
      paging,
      close: () => tokens.close(),
    },
    options,
  );
  const queries = createQuery(client.POST as PostQuery);
  const paginate = (target: unknown, init?: object) =>
    typeof target === "string" && target.startsWith("/")
      ? client.paginate(target as never, init as never)
      : paginateDocument(queries.query, target, init as ConnectionInit<never, unknown, unknown>);
  // The types are those of the documents; at run time a document is a document.
  return { ...client, ...queries, paginate } as unknown as MedalliaMecClient<Schema>;
}
