import type { UnpagedClient } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/customer-360.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";

const TITLE = "Customer 360";

const REGIONS = { us: 1, uk: 1, ca: 1, ap: 1 };

/** Options of {@link createCustomer360Client}. */
export interface Customer360Options extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_CUSTOMER_360_API_KEY`. */
  apiKey?: string | undefined;
  /** Default `us`. */
  region?: keyof typeof REGIONS | undefined;
  /** Tenant, part of every path. */
  tenant?: string | undefined;
}

/** A typed client for Customer 360. */
export type Customer360Client = UnpagedClient<Filled<paths, "region" | "tenantId">>;

/**
 * A client for what is known of a customer from interactions.
 *
 * Source: https://developer.8x8.com/analytics/docs/customer-360
 */
export function createCustomer360Client(options: Customer360Options = {}): Customer360Client {
  const { region = "us", tenant } = options;
  return createProduct<paths, "region" | "tenantId">(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "x-api-key", options.apiKey, "CUSTOMER_360"),
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region, tenantId: tenant } };
      },
    },
    options,
  );
}
