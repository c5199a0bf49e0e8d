import { bearer, type Client, ConfigurationError, checkOptions, checkOrigin, createClient } from "@x/client-core";
import { createTokens } from "./auth.js";
import { environments } from "./environments.js";
import type { paths } from "./generated/cultureamp.js";
import type { CultureAmpClientOptions } from "./options.js";
import { type CultureAmpPages, paging } from "./pagination.js";

/** A typed client for the Culture Amp public API. */
export type CultureAmpClient = Client<paths, CultureAmpPages>;

/**
 * A client for the Culture Amp public API, which reads employees, demographics, performance cycles, manager reviews and
 * (deprecated) raw survey data. Nothing is sent before the first call.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://api.cultureamp.com/spec
 */
export function createCultureAmpClient(options: CultureAmpClientOptions): CultureAmpClient {
  checkOptions(options);
  const known = environments[options.environment ?? "production"];
  if (!known?.origin) throw new ConfigurationError("environment", "is neither production nor sandbox");
  const origin = checkOrigin("origin", options.origin ?? known.origin);
  const tokens = createTokens(origin, known.entityId, options);
  return createClient<paths, CultureAmpPages>(
    { vendor: "cultureamp", origin, authorize: bearer(tokens), paging, close: () => tokens.close() },
    options,
  );
}
