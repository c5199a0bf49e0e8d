import { bearer, type Client, type ClientOptions, checkOrigin, createClient, credential } from "@x/client-core";
import { createTokens } from "../auth.js";
import type { paths } from "../generated/conversations.js";

/** Options of {@link createConversationsClient}. */
export interface ConversationsClientOptions extends ClientOptions {
  /** Default: the environment variable `MEDALLIA_MEC_CONVERSATIONS_COMPANY`. */
  company?: string | undefined;
  /** Default: the environment variable `MEDALLIA_MEC_CONVERSATIONS_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `MEDALLIA_MEC_CONVERSATIONS_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** Scheme and host, of calls and tokens alike. Default `https://conversations.sc4.medallia.com`. */
  origin?: string | undefined;
}

/** A typed client for Medallia Conversations. */
export type ConversationsClient = Client<paths>;

/**
 * A client for what Medallia serves to a channel of Conversations. Its host and its tokens are its own, not those of the
 * API gateway. Nothing is sent before the first call.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://github.com/medallia/public-api-swaggers/blob/master/conversations.yaml
 */
export function createConversationsClient(options: ConversationsClientOptions = {}): ConversationsClient {
  const required = (option: string, value: string | undefined, variable: string) =>
    credential(option, value, `MEDALLIA_MEC_CONVERSATIONS_${variable}`);
  const origin = checkOrigin("origin", options.origin ?? "https://conversations.sc4.medallia.com");
  const tokens = createTokens(
    {
      origin,
      company: required("company", options.company, "COMPANY"),
      clientId: required("clientId", options.clientId, "CLIENT_ID"),
      clientSecret: required("clientSecret", options.clientSecret, "CLIENT_SECRET"),
    },
    options,
  );
  return createClient<paths>(
    {
      vendor: "medallia-mec",
      origin,
      authorize: bearer(tokens),
      // No body is described for the answer.
      policy: (operation) => (operation.startsWith("POST ") ? { emptyBody: true, parseAs: "text" } : undefined),
      close: () => tokens.close(),
    },
    options,
  );
}
