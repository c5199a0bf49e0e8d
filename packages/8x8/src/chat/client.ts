import type { Client } from "@x/client-core";
import { oauth } from "../auth/oauth.js";
import { withPublicKeys } from "../auth/public-keys.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/chat.js";
import type { OAuthOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type ChatPages, paging } from "./pagination.js";

const TITLE = "Contact Center Chat API v2";

const REGIONS = { us: 1, eu: 1, ca: 1, ap: 1 };

/** Options of {@link createChatClient}. */
export interface ChatOptions extends OAuthOptions {
  /** Default `us`. */
  region?: keyof typeof REGIONS | undefined;
  /** Tenant of the contact center, part of every path. */
  tenant?: string | undefined;
}

/** A typed client for the Contact Center Chat API v2. */
export type ChatClient = Client<Filled<paths, "region" | "tenant-id">, ChatPages>;

/**
 * A client for the Contact Center Chat API v2, API product `vcc`. The vendor announced its end for September 2023; the
 * Chat Gateway is its successor.
 *
 * Source: https://developer.8x8.com/contactcenter/docs/contact-center-chat
 */
export function createChatClient(options: ChatOptions = {}): ChatClient {
  const { region = "us", tenant } = options;
  const auth = oauth(TITLE, "vcc", options);
  return createProduct<paths, "region" | "tenant-id", ChatPages>(
    {
      title: TITLE,
      authorize: withPublicKeys(auth.authorize),
      close: auth.close,
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region, "tenant-id": tenant } };
      },
      policy: () => ({ emptyBody: true }),
      paging,
    },
    options,
  );
}
