import type { Client, OperationPolicy } from "@x/client-core";
import { oauth } from "../auth/oauth.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/quality.js";
import type { OAuthOptions } from "../options.js";
import { createProduct } from "../product.js";
import { paging, type QualityPages } from "./pagination.js";

const TITLE = "Quality Management";

const REGIONS = { "us-west": 1, "us-east": 1, uk: 1, ap: 1, ca: 1 };

/** Options of {@link createQualityClient}. */
export interface QualityOptions extends OAuthOptions {
  /** Default `us-west`. */
  region?: keyof typeof REGIONS | undefined;
  /** Name of the PBX: the header `pbx`, which the guide asks for on every call. */
  pbx?: string | undefined;
}

/** A typed client for Quality Management and Speech Analytics. */
export type QualityClient = Client<Filled<paths, "region">, QualityPages>;

const FIELD = "/qm/{region}/v1/interactions/{interactionGuid}/{customFieldNo}";
const ANY: OperationPolicy = { anyBody: true };

/** What is special about an operation. */
const POLICIES: Readonly<Record<string, OperationPolicy>> = {
  "GET /qm/{region}/v1/interactions/{interactionGuid}/media": { parseAs: "blob", accept: "*/*" },
  "GET /qm/{region}/v1/interactions/redirect": ANY,
  "DELETE /qm/{region}/v1/interactions/{interactionGuid}": ANY,
  "DELETE /qm/{region}/v1/interactions/{interactionGuid}/purge": ANY,
  [`PUT ${FIELD}`]: { anyBody: true, contentType: "text/plain" },
  [`DELETE ${FIELD}`]: ANY,
};

/**
 * A client for Quality Management and Speech Analytics, API product `QM - API`.
 *
 * Source: https://developer.8x8.com/analytics/reference/interactions
 */
export function createQualityClient(options: QualityOptions = {}): QualityClient {
  const { region = "us-west", pbx } = options;
  return createProduct<paths, "region", QualityPages>(
    {
      title: TITLE,
      ...oauth(TITLE, "QM - API", options),
      place(operation) {
        choose(TITLE, "region", region, REGIONS);
        // Declared as required, on a GET too.
        const type = operation.startsWith("PUT") ? undefined : "application/json";
        return { path: { region }, headers: { pbx, "content-type": type } };
      },
      policy: (operation) => POLICIES[operation] ?? { explode: false },
      paging,
    },
    options,
  );
}
