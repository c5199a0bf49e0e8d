import type { Json } from "../exchange/types.js";
import { parseJson } from "../text/parse-json.js";
import type { ListPlace } from "./state/schema-node.js";
import { listIn, withTotal, withValue } from "./state/values.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

/** What a fault needs to know of its sandbox. */
export interface FaultContext {
  /** The answer when nothing goes wrong. */
  right(): SandboxAnswer;
  /** The refusal of a caller who may not; `undefined`: this one may. */
  denial(): SandboxAnswer | undefined;
  /** A 400 in the vendor's error envelope. */
  refuse(reason: string): SandboxAnswer;
  /** A 401 in the vendor's error envelope. */
  unauthorized(reason: string): SandboxAnswer;
  /** Ends the token that came; `false` when none came, as calls carry a key. */
  endToken(): boolean;
  /** An origin that is none of the vendor's. */
  elsewhere(): string;
  /** Milliseconds since the epoch. */
  now(): number;
  readonly isTokenRequest: boolean;
  /** Whether the request says so itself, and will say it again when it is sent again. */
  readonly isAskedByRequest: boolean;
  readonly hasRefreshTokens: boolean;
  /** The list in the operation's answer; `undefined` when there is none. */
  readonly list: ListPlace | undefined;
  /** The members of the answer, as described. */
  readonly members: ReadonlySet<string>;
  /** A page of one thing, where none is documented. */
  samplePage(): Json;
  /** The page with a link to the next one, or without: as the vendor does it; `undefined`: not with a cursor. */
  nextPage(page: Json, cursor: string | undefined): Json | undefined;
  /** Answers that report failures of their own. */
  readonly partial: {
    readonly own: { readonly status?: number; readonly body: Json } | undefined;
    readonly others: readonly string[];
  };
}

const KEYED = "calls of this operation carry a key, which nothing renews; there is code=401";
/** As many walks and debts are remembered. */
const MOST_REMEMBERED = 1_000;

/** Pages of one list that are asked for, one after the other. */
interface Walk {
  readonly first: string;
  readonly page: Json;
  readonly answer: SandboxAnswer;
  /** The number of each page, by the query that asked for it. */
  readonly pages: Map<string, number>;
}

/** What faults that take several requests have to remember. */
export class FaultMemory {
  /** How many of these requests were refused, and are owed an answer. */
  readonly #owed = new Map<string, number>();
  readonly #walks = new Map<string, Walk>();

  clear(): void {
    this.#owed.clear();
    this.#walks.clear();
  }

  /** The token that came is good no more: every call with it is refused, and each is answered when it comes with another one. */
  expire(name: string, request: SandboxRequest, context: FaultContext): SandboxAnswer | undefined {
    if (context.isTokenRequest) return name === "401-expired" ? undefined : context.right();
    if (name === "refresh-rotated" && !context.hasRefreshTokens)
      return context.refuse("this vendor has no refresh tokens");
    const key = `${name} ${request.method} ${request.path}?${request.query}`;
    const owed = this.#owed.get(key) ?? 0;
    const denied = context.denial();
    if (denied === undefined && owed > 0) {
      this.#owed.set(key, owed - 1);
      return { ...context.right(), fault: name };
    }
    if (denied === undefined && !context.endToken()) return name === "401-expired" ? undefined : context.refuse(KEYED);
    if (context.isAskedByRequest) remember(this.#owed, key, owed + 1);
    return { ...(denied ?? context.unauthorized("the access token has expired")), fault: name };
  }

  /** The n-th page of a walk. */
  page(name: string, request: SandboxRequest, context: FaultContext): SandboxAnswer {
    const denied = context.denial();
    if (denied !== undefined) return denied;
    const key = `${name} ${request.method} ${request.path}`;
    let walk = this.#walks.get(key);
    if (walk === undefined || walk.first === request.query) {
      const started = start(request, context);
      if ("status" in started) return started;
      walk = started;
      remember(this.#walks, key, walk);
    }
    const count = walk.pages.get(request.query) ?? walk.pages.size + 1;
    walk.pages.set(request.query, count);
    const page = pageOf(name, count, walk.page, context);
    if (typeof page === "string") return { ...context.refuse(page), match: "preferred" };
    if (name === "expire-mid-pagination" && count === 1 && !context.endToken()) return context.refuse(KEYED);
    return { ...walk.answer, body: JSON.stringify(page), match: "preferred" };
  }
}

/** The right answer to the first request, which all pages are made of. */
function start(request: SandboxRequest, context: FaultContext): Walk | SandboxAnswer {
  const { list } = context;
  if (list === undefined) return context.refuse("nothing pages here");
  const right = context.right();
  const isPage = right.status >= 200 && right.status < 300;
  const page = isPage
    ? (parseJson(right.body ?? "") ?? context.samplePage())
    : right.status === 404
      ? context.samplePage()
      : undefined;
  if (page === undefined) return right;
  if (context.nextPage(page, "1") === undefined) return context.refuse("pages of this operation have no cursor");
  const something = listIn(page, list)?.length ? page : filled(page, context);
  const answer = isPage ? right : { status: 200, headers: [["content-type", "application/json"] as const], body: "" };
  return { first: request.query, page: something, answer, pages: new Map() };
}

/** A page that has nothing on it, with what a page of the description has. */
function filled(page: Json, { list, samplePage }: FaultContext): Json {
  const items = listIn(samplePage(), list) ?? [];
  return list === undefined || list.path.length === 0 ? items : withValue(page, list.path, items);
}

/** The n-th page, from 1; in words why there is none. */
function pageOf(name: string, count: number, page: Json, context: FaultContext): Json | string {
  const next = (from: Json, cursor: number | undefined): Json =>
    context.nextPage(from, cursor === undefined ? undefined : String(cursor)) ?? from;
  const place = context.list as ListPlace;
  const empty = (): Json => (listIn(page, place) === page ? [] : withValue(page, place.path, []));
  switch (name) {
    case "cursor-repeats":
      return next(page, 1);
    case "cursor-expired":
      return count === 1 ? next(page, 1) : "the cursor has expired";
    case "empty-middle-page":
      return next(count === 2 ? empty() : page, count < 3 ? count : undefined);
    case "total-changes": {
      const counted = withTotal(page, count === 1 ? 9 : 3, context.members);
      return counted === undefined
        ? "no page of this operation says how many items there are"
        : next(counted, count < 3 ? count : undefined);
    }
    default:
      return next(page, count < 3 ? count : undefined);
  }
}

function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.set(key, value);
  const [oldest = ""] = map.keys();
  if (map.size > MOST_REMEMBERED) map.delete(oldest);
}
