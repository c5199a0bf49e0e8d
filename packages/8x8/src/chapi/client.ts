import type { Client } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import type { paths } from "../generated/chapi.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type ChapiPages, paging } from "./pagination.js";

const TITLE = "Work Chat (CHAPI)";

/** Options of {@link createChapiClient}. */
export interface ChapiOptions extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_CHAPI_API_KEY`. */
  apiKey?: string | undefined;
}

/** A typed client for Work Chat (CHAPI). */
export type ChapiClient = Client<paths, ChapiPages>;

/**
 * A client for messages in rooms of 8x8 Work, API product `Chat`.
 *
 * Source: https://developer.8x8.com/actions-events/docs/getting-started-chapi
 */
export function createChapiClient(options: ChapiOptions = {}): ChapiClient {
  return createProduct<paths, never, ChapiPages>(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "x-api-key", options.apiKey, "CHAPI"),
      policy: () => ({ emptyBody: true }),
      paging,
    },
    options,
  );
}
