import {
  bearer,
  checkOptions,
  checkOrigin,
  createUnpagedClient,
  credential,
  type Layer,
  partialFailure,
  type UnpagedClient,
} from "@x/client-core";
import { createTokens } from "./auth.js";
import { checkKey, completeCall } from "./complete-call.js";
import { needsToken, policyOf } from "./operations.js";
import type { MxoClientOptions } from "./options.js";
import { failuresIn } from "./partial-failures.js";
import type { MxoPaths } from "./paths.js";
import { originOf } from "./servers.js";

/** A typed client for the MXO APIs. */
export type MxoClient = UnpagedClient<MxoPaths>;

/**
 * A client for the Medallia Experience Orchestration APIs: interactions in real time and in batches, customers, events
 * and datastores. Nothing is sent before the first call.
 *
 * A 200 in which activities, a structure or records failed is an error, too: a {@link MxoPartialFailureError}.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://docs.medallia.com/en/medallia-experience-orchestration/mxo-help-center
 */
export function createMxoClient(options: MxoClientOptions = {}): MxoClient {
  checkOptions(options);
  const origin = checkOrigin("origin", options.origin ?? originOf(credential("server", options.server, "MXO_SERVER")));
  for (const option of ["siteKey", "workspaceId"] as const) checkKey(option, options[option] ?? "absent");
  const tokens = createTokens(origin, options);
  const authorize: Layer = (next) => {
    const withToken = bearer(tokens)(next);
    return (url, init) => (needsToken(init.call.operation) ? withToken : next)(url, init);
  };
  return createUnpagedClient<MxoPaths>(
    {
      vendor: "mxo",
      origin,
      authorize,
      policy: policyOf,
      prepare: (operation, parts) => completeCall(operation, parts, options),
      review: (call, body, response) => partialFailure(call, body, response, failuresIn(call.operation, body)),
      close: () => tokens.close(),
    },
    options,
  );
}
