import type { Client, OperationPolicy } from "@x/client-core";
import { oauth } from "../auth/oauth.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/storage.js";
import type { OAuthOptions } from "../options.js";
import { createProduct } from "../product.js";
import { paging, type StoragePages } from "./pagination.js";

const TITLE = "Cloud Storage";

const REGIONS = { "us-west": 1, "us-east": 1, uk: 1, ap: 1, ca: 1 };

/** Options of {@link createStorageClient}. */
export interface StorageOptions extends OAuthOptions {
  /** Region of the objects. Default `us-west`. `GET /storage/{region}/v3/regions` lists those of the account. */
  region?: keyof typeof REGIONS | undefined;
}

/** A typed client for the Cloud Storage Service. */
export type StorageClient = Client<Filled<paths, "region">, StoragePages>;

const BYTES: OperationPolicy = { parseAs: "blob", accept: "*/*" };
const MAY_BE_EMPTY: OperationPolicy = { emptyBody: true };

/** What is special about an operation. */
const POLICIES: Readonly<Record<string, OperationPolicy>> = {
  "GET /storage/{region}/v3/objects/{objectId}/content": BYTES,
  "GET /storage/{region}/v3/bulk/download/{zipName}": BYTES,
  "DELETE /storage/{region}/v3/bulk": { anyBody: true },
  "POST /storage/{region}/v3/bulk/download/start": MAY_BE_EMPTY,
  "POST /storage/{region}/v3/bulk/download/cancel/{zipName}": MAY_BE_EMPTY,
  "PUT /storage/{region}/v3/bulk/download/clear": MAY_BE_EMPTY,
};

/**
 * A client for recordings and other stored objects, API product `storage`.
 *
 * Source: https://developer.8x8.com/analytics/docs/cloud-storage-service
 */
export function createStorageClient(options: StorageOptions = {}): StorageClient {
  const { region = "us-west" } = options;
  return createProduct<paths, "region", StoragePages>(
    {
      title: TITLE,
      ...oauth(TITLE, "storage", options),
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region } };
      },
      policy: (operation) => POLICIES[operation],
      paging,
    },
    options,
  );
}
