import {
  bearer,
  type CallResult,
  ConfigurationError,
  checkOptions,
  checkOrigin,
  createUnpagedClient,
  type Layer,
  type OperationPolicy,
  type TokenSource,
  type UnpagedClient,
} from "@x/client-core";
import { checkPath, createTokens } from "./auth.js";
import type { CrowdicityClientOptions } from "./options.js";
import type { AnyPaths } from "./paths.js";
import { originOf } from "./regions.js";

/** A client for the Medallia Ideas API, typed by `Paths`. */
export type CrowdicityClient<Paths = AnyPaths> = UnpagedClient<Paths>;

/** What a client has whose `validatePath` is given. */
export interface TokenValidation {
  /**
   * Asks the vendor whether the current access token is valid; fetches one first where there is none. The token goes out
   * as a form field, which is assumed: the page calls it a parameter. What is answered is undocumented.
   */
  validateToken(): Promise<CallResult<unknown, unknown>>;
}

/**
 * A client for the Medallia Ideas (Crowdicity) API. Nothing is sent before the first call.
 *
 * What the vendor's public pages document is how to get a token; the resources stand in a reference for customers. So
 * `Paths` is yours: types made of your copy of it. Without one, any path is accepted, and bodies are `unknown`.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://docs.medallia.com/en/medallia-ideas/administering-medallia-ideas/technical-information-and-support/using-the-medallia-ideas-api/the-medallia-ideas-api
 */
export function createCrowdicityClient<Paths = AnyPaths>(
  options: CrowdicityClientOptions & { validatePath: string },
): CrowdicityClient<Paths> & TokenValidation;
export function createCrowdicityClient<Paths = AnyPaths>(
  options: CrowdicityClientOptions & { validatePath?: undefined },
): CrowdicityClient<Paths>;
export function createCrowdicityClient<Paths = AnyPaths>(
  options: CrowdicityClientOptions,
): CrowdicityClient<Paths> & Partial<TokenValidation>;
export function createCrowdicityClient(options: CrowdicityClientOptions): object {
  checkOptions(options);
  const { region, generation, validatePath } = options;
  const origin = checkOrigin("origin", options.origin ?? originOf(region, generation));
  if (validatePath !== undefined) checkPath("validatePath", validatePath);
  for (const option of ["authorization", "receiveAuthCode"] as const) {
    if (options[option] !== undefined && typeof options[option] !== "function") {
      throw new ConfigurationError(option, "is no function");
    }
  }
  const tokens = createTokens(origin, options);
  const client = createUnpagedClient<AnyPaths>(
    {
      vendor: "crowdicity",
      origin,
      authorize: authorize(tokens, options),
      policy: policyOf,
      close: () => tokens.close(),
    },
    options,
  );
  if (validatePath === undefined) return client;
  return Object.assign(client, { validateToken: () => client.POST(validatePath as `/${string}`) });
}

/** Nothing is documented of any answer, nor whether a write may be repeated. */
function policyOf(operation: string): OperationPolicy {
  return { anyBody: true, retry: /^(GET|HEAD|OPTIONS) /.test(operation) ? "idempotent" : "asked" };
}

/** Which credential a call carries: none where it gets one, the token in the form where it is validated, else a header. */
function authorize(tokens: TokenSource, { authorization, validatePath }: CrowdicityClientOptions): Layer {
  return (next) => {
    const withToken = bearer(tokens)(authorization ? replaceHeader(authorization)(next) : next);
    return async (url, init) => {
      const { call } = init;
      if (/ \/v2\/auth(\/code)?$/.test(call.operation)) return next(url, init);
      if (call.operation !== `POST ${validatePath}`) return withToken(url, init);
      const access_token = (await tokens.get({ signal: call.controller.signal })).reveal();
      call.secrets.push(access_token);
      return next(url, { ...init, body: new URLSearchParams({ access_token }) });
    };
  };
}

/** The access token in the headers that the caller wants it in. */
function replaceHeader(headersFor: NonNullable<CrowdicityClientOptions["authorization"]>): Layer {
  return (next) => (url, init) => {
    const accessToken = init.call.secrets.at(-1);
    // Not ours: the caller has authorised this call.
    if (!accessToken) return next(url, init);
    const headers = new Headers(init.headers);
    headers.delete("authorization");
    try {
      for (const [name, value] of Object.entries(headersFor(accessToken))) {
        if (!headers.has(name)) headers.set(name, value);
      }
    } catch {
      // The platform's message shows the value.
      throw new ConfigurationError("authorization", "gives a header that no request can carry");
    }
    return next(url, { ...init, headers });
  };
}
