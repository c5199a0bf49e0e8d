import type { Client, OperationPolicy } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import type { paths } from "../generated/administration.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type AdministrationPages, paging } from "./pagination.js";

const TITLE = "Administration";

/** Options of {@link createAdministrationClient}. */
export interface AdministrationOptions extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_ADMINISTRATION_API_KEY`. */
  apiKey?: string | undefined;
}

/** A typed client for Administration. */
export type AdministrationClient = Client<paths, AdministrationPages>;

/** The version is in the media type, of all resources but sites. */
function policyOf(operation: string): OperationPolicy | undefined {
  const [method, path = ""] = operation.split(" ");
  const resource = path.endsWith("/update-members") ? "ring-groups.update-members" : path.split("/")[2];
  if (resource === "sites" || method === "GET" || method === "DELETE") return undefined;
  return { contentType: `application/vnd.${resource?.replaceAll("-groups", "groups")}.v1+json` };
}

/**
 * A client for users, sites, addresses, phone numbers and ring groups of an account. Beta.
 *
 * Source: https://developer.8x8.com/administration/docs/suite-common
 */
export function createAdministrationClient(options: AdministrationOptions = {}): AdministrationClient {
  return createProduct<paths, never, AdministrationPages>(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "x-api-key", options.apiKey, "ADMINISTRATION"),
      policy: policyOf,
      paging,
    },
    options,
  );
}
