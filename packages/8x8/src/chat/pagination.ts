import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/chat.js";
import { byNumber } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface ChatPages {
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/web-hooks": Schemas["Webhook"];
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/channels": Schemas["Channel"];
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/conversations": Schemas["Conversation"];
}

const byPageBlock: PagingStrategy = byNumber("page", dataOf, (answer) => {
  const { pageIndex, pageCount } = (answer as Schemas["ChannelPage"]).page ?? {};
  return { number: pageIndex, pages: pageCount };
});

/** By path, for the client. */
export const paging: Record<keyof ChatPages, PagingStrategy> = {
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/web-hooks": byPageBlock,
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/channels": byPageBlock,
  "/vcc/{region}/chat/v2/tenant/{tenant-id}/conversations": byPageBlock,
};
