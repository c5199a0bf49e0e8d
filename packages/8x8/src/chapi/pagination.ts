import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/chapi.js";
import { withQuery } from "../paging/by-number.js";
import { oneOrMany } from "../paging/one-or-many.js";

type Message = components["schemas"]["Message"];

/** The operations that page, and what their pages hold. */
export interface ChapiPages {
  "/chat/api/chat/v1/messages": Message;
}

const items = (page: unknown) =>
  page && typeof page === "object" ? oneOrMany(page as Message | Message[]) : undefined;

/**
 * The time of the last message seen goes back as `ts`. A page that is short, or that leads no further, is the last. In
 * which direction `ts` reads, and whether it includes its own message, is undocumented.
 */
const byTimestamp: PagingStrategy = {
  items,
  next(page, request) {
    const messages = (items(page) ?? []) as readonly Message[];
    const { pageSize = 30, ts } = request.params?.query ?? {};
    const last = messages.at(-1)?.timestamp;
    const isLast = messages.length < Number(pageSize) || last === undefined || last === ts;
    return isLast ? undefined : withQuery(request, { ts: last });
  },
};

/** By path, for the client. */
export const paging: Record<keyof ChapiPages, PagingStrategy> = { "/chat/api/chat/v1/messages": byTimestamp };
