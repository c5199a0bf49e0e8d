import type { Contradiction } from "../check/contradiction.js";
import type { BasicCredentials } from "../compare/compare-authorization.js";
import type { Difference } from "../compare/difference.js";
import type { Exchange, Json } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import type { CallInit } from "../plan/plan-call.js";
import type { TokenEndpointOptions } from "../sandbox/token-endpoint.js";
import type { SandboxAnswer, SandboxRequest } from "../sandbox/types.js";
import type { ReplayFetch } from "../transport/types.js";
import type { LiveAccess } from "./live-access.js";

/** What a typed client gives back for a call. */
export interface ReplayCallResult {
  readonly data?: unknown;
  readonly error?: unknown;
  readonly response: Response;
}

/** As much of a vendor's client as replay uses. */
export interface ReplayClient {
  request(method: string, path: string, init: CallInit): Promise<ReplayCallResult>;
}

/** What an exchange shows of who is calling, and how the client reaches the wire. */
export interface ClientSetup {
  /** Scheme and host of the documented URL. */
  readonly origin: string;
  /** The path of the documented server, such as `/eu`; `''` for a bare origin, absent for a token request. */
  readonly basePath?: string | undefined;
  readonly fetch: ReplayFetch;
  /** Documented credentials of a token request; `undefined`: any will do. */
  readonly credentials?: DocumentedCredentials | undefined;
  /** Basic credentials that the page shows on the call itself. */
  readonly basic?: BasicCredentials | undefined;
  /** API keys and the like that the page shows, by lower case header name. */
  readonly credentialHeaders?: Readonly<Record<string, string>> | undefined;
  /** Keys that the page shows in the query, or in a form in parts, by name. */
  readonly credentialQuery?: Readonly<Record<string, string>> | undefined;
}

/** What a documented token request shows. Placeholders are in it as they stand. */
export interface DocumentedCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
  /** How the client proves who it is: fields of the form, or an Authorization header. */
  readonly authentication: "form" | "basic";
  /** The scope that the request asks for. */
  readonly scope: string | undefined;
  /** The scope that the answer grants. */
  readonly grantedScope: string | undefined;
  /** The path of the token request; some vendors have the account in it. */
  readonly tokenPath: string;
  /** All fields of the form: some vendors have others than the standard's. */
  readonly fields: Readonly<Record<string, string>>;
}

/** What the sandbox has to know of a vendor beside its description and exchanges. */
export interface SandboxBehaviour {
  /** The permissions in a scope, or in words what is wrong with it. */
  readScope(
    scope: string | undefined,
    permissions: readonly string[],
  ): { readonly permissions: readonly string[] } | { readonly problem: string };
  /** The answer of a token endpoint that is no OAuth grant, or whose answer differs; `undefined`: as RFC 6749 has it. */
  answerToken?(request: SandboxRequest, tokens: TokenEndpointOptions): SandboxAnswer | undefined;
  /** The vendor's documented error envelope. */
  errorBody(status: number, message: string): unknown;
  /** Puts what documentation leaves open into a documented answer, such as the path in a link to the next page. */
  finishBody?(body: unknown, request: { readonly path: string }): unknown;
  /** The page after a documented page whose next one is not documented; `undefined`: the body is no page. */
  lastPage?(body: unknown): unknown;
  /** The names of query parameters that say which page. */
  readonly pageParameters?: readonly string[];
  /** A page with a link to the next one, or without one for `undefined`; `undefined`: pages of this operation have no cursor. */
  nextPage?(page: Json, cursor: string | undefined, operation: PagedOperation): Json | undefined;
  /** By method and path template: a documented answer that reports failures of its own. */
  readonly partialAnswers?: Readonly<Record<string, { readonly status?: number; readonly body: Json }>>;
  /** Paths of requests for tokens that the description does not have as such. */
  readonly tokenPaths?: readonly string[];
  /** Whether tokens are renewed by refresh tokens. */
  readonly hasRefreshTokens?: boolean;
  /** Makes up an answer where the vendor documents none; `undefined`: not to this request. It is marked, and never counts as documented. */
  synthesize?(request: SandboxRequest, tokens: TokenEndpointOptions): SandboxAnswer | undefined;
}

/** An operation whose pages are made. */
export interface PagedOperation {
  /** Of the request, not decoded. */
  readonly path: string;
  /** The members of a page, as described. */
  readonly members: ReadonlySet<string>;
}

/** A vendor, as replay and sandbox know it. There is no code for a single exchange in it. */
export interface Vendor {
  /** The first part of its exchanges' ids. */
  readonly id: string;
  readonly title: string;
  /** The description that its package publishes, indexed. Read at the first call, then kept. */
  describe(): Description;
  /** The real client, with retries off. */
  createClient(setup: ClientSetup): ReplayClient;
  /** Any cheap call that makes the client fetch its token; a vendor with several token endpoints goes by the path. */
  probe(client: ReplayClient, tokenPath: string): Promise<ReplayCallResult>;
  /** How it is called with a user's own credentials. Default: one client id and secret for all. */
  readonly live?: LiveAccess;
  /** Where a documented request contradicts what is known beside the description, such as the schema of a GraphQL document. */
  contradictions?(exchange: Exchange): readonly Contradiction[];
  /** Exchanges that no client can send, by id, each with the reason: a request that is wrong on purpose, pages that disagree. */
  readonly notReplayable?: Readonly<Record<string, string>>;
  /** What is wrong with an event that the vendor sends, beside its body, such as a signature. */
  checkIncoming?(exchange: Exchange): Promise<readonly Difference[]> | readonly Difference[];
  readonly sandbox?: SandboxBehaviour;
}
