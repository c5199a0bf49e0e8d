import { randomBytes } from "node:crypto";
import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { SandboxBehaviour, Vendor } from "../vendors/types.js";
import { jsonAnswer, refusal } from "./answers.js";
import { createSandboxClock, type SandboxClock } from "./clock.js";
import { answerControl, isOwnHost } from "./control.js";
import { Journal, journalEntry } from "./journal.js";
import { journalHar } from "./journal-har.js";
import { knownPermissions } from "./known-permissions.js";
import { PendingPreferences, readPreference } from "./preference.js";
import { type LoopbackServer, serve } from "./serve.js";
import { TokenIssuer } from "./token-issuer.js";
import type {
  PreferOptions,
  Sandbox,
  SandboxAnswer,
  SandboxCredentials,
  SandboxOptions,
  SandboxRequest,
} from "./types.js";
import { VendorSandbox } from "./vendor-sandbox.js";
import { JournalError, verifyJournal } from "./verify-journal.js";

/** The origin that is no vendor's: where `redirect-cross-host` leads to. */
const ELSEWHERE = "elsewhere";

/**
 * Starts vendors' APIs on 127.0.0.1 as their exchanges document them, with token endpoints that check credentials and scope and issue tokens
 * that expire. Only credentials of the sandbox are accepted, and nothing is passed on to anybody.
 *
 * @throws when a vendor or a permission is unknown, or a port is taken (`EADDRINUSE`).
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { registry = registered, port = 0, clock = createSandboxClock(), credentials = newCredentials() } = options;
  const chosen = (options.vendors ?? withSandbox(registry)).map((id) => find(registry, id));
  checkPermissions(options.permissions, chosen);
  const issuers: TokenIssuer[] = [];
  const journal = new Journal();
  /** Those that somebody asked for. */
  const opened: VendorSandbox[] = [];
  const pending = new PendingPreferences();
  const servers = new Map<string, LoopbackServer>();
  let elsewhere: LoopbackServer | undefined;
  const origin = (vendor: string): string => {
    const server = vendor === ELSEWHERE ? elsewhere : servers.get(vendor);
    if (server === undefined)
      throw new RangeError(
        `the sandbox does not serve "${vendor}"; it serves ${[...servers.keys()].join(", ") || "nothing any more"}`,
      );
    return server.origin;
  };
  const own = {
    clock,
    get journal() {
      return journal.entries;
    },
    origins: () => Object.fromEntries([...servers].map(([id, server]) => [id, server.origin])),
    prefer: (preference: string, to?: PreferOptions) => pending.add(preference, to),
    toHar: () => journalHar(journal.entries, journal.answers, origin),
    stateSize: () => opened.reduce((count, sandbox) => count + sandbox.stateSize, 0),
    resetJournal() {
      journal.clear();
      pending.clear();
      for (const sandbox of opened) sandbox.resetFaults();
    },
    resetState() {
      for (const sandbox of opened) sandbox.resetState();
    },
    revokeTokens: () => issuers.reduce((count, issuer) => count + issuer.revokeAll(), 0),
  };
  const close = async (): Promise<void> => {
    await Promise.all([...servers.values(), elsewhere].map((server) => server?.close()));
    elsewhere = undefined;
    servers.clear();
  };

  try {
    for (const [index, { vendor, behaviour }] of chosen.entries()) {
      const issuer = new TokenIssuer(clock, options.tokenLifetimeSeconds ?? 3599);
      issuers.push(issuer);
      const answer = answering({
        vendor,
        behaviour,
        exchanges: options.exchanges,
        issuer,
        credentials,
        clock,
        journal,
        pending,
        permissions: options.permissions,
        hasState: options.state ?? true,
        elsewhere: () => elsewhere?.origin ?? "",
        opened,
      });
      servers.set(
        vendor.id,
        await serve(port === 0 ? 0 : port + index, (request) => answerControl(request, own) ?? answer(request)),
      );
    }
    elsewhere = await serve(0, (request) => {
      const answer = answerControl(request, own) ?? jsonAnswer(200, {});
      journal.add(journalEntry(clock.now(), ELSEWHERE, request, answer), answer);
      return answer;
    });
  } catch (error) {
    await close();
    throw error;
  }

  return {
    clock,
    get journal() {
      return own.journal;
    },
    prefer: own.prefer,
    toHar: own.toHar,
    reset() {
      own.resetJournal();
      own.resetState();
    },
    resetState: own.resetState,
    revokeTokens: own.revokeTokens,
    credentials,
    origin,
    verify(expectation) {
      const { problem, nearest = [] } = verifyJournal(journal.entries, expectation);
      if (problem !== undefined) throw new JournalError([problem, ...nearest].join("\n  nearest: "));
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}

interface Answering {
  readonly vendor: Vendor;
  readonly behaviour: SandboxBehaviour;
  readonly exchanges: readonly Exchange[] | undefined;
  readonly issuer: TokenIssuer;
  readonly credentials: SandboxCredentials;
  readonly clock: SandboxClock;
  readonly journal: Journal;
  readonly pending: PendingPreferences;
  readonly permissions: readonly string[] | undefined;
  readonly hasState: boolean;
  readonly elsewhere: () => string;
  readonly opened: VendorSandbox[];
}

/** A vendor's answers, each written into the journal. */
function answering({
  vendor,
  behaviour,
  exchanges,
  issuer,
  credentials,
  clock,
  journal,
  pending,
  permissions,
  hasState,
  elsewhere,
  opened,
}: Answering): Parameters<typeof serve>[1] {
  const open = (): VendorSandbox => {
    const known = knownPermissions(vendor.describe());
    const allowed = permissions ?? known;
    const tokens = { behaviour, credentials, issuer, known, allowed, hasState, elsewhere, now: () => clock.now() };
    const own = (exchanges ?? packagedExchanges()).filter(({ id }) => vendorIdOf(id) === vendor.id);
    const made = new VendorSandbox(vendor, behaviour, own, tokens);
    opened.push(made);
    return made;
  };
  // What a vendor documents is read when somebody asks for the vendor.
  let sandbox: VendorSandbox | undefined;
  const answerAsAsked = (request: SandboxRequest): SandboxAnswer => {
    const { method, path, headers } = request;
    if (!path.startsWith("/"))
      return refusal(behaviour, 400, `the sandbox is no proxy: it does not pass on ${method} ${path}`);
    if (!isOwnHost(request))
      return refusal(behaviour, 421, `the sandbox is no proxy: it is 127.0.0.1, not ${headers.get("host")}`);
    sandbox ??= open();
    const own = headers.get("prefer");
    const asked = own ?? pending.take(vendor.id, method, path, sandbox.isTokenPath(path));
    if (asked === undefined) return sandbox.answer(request);
    const preference = readPreference(asked);
    return "problem" in preference
      ? refusal(behaviour, 400, preference.problem)
      : sandbox.answer(request, preference, own !== undefined);
  };
  return (request) => {
    const answer = answerAsAsked(request);
    journal.add(journalEntry(clock.now(), vendor.id, request, answer), answer);
    return answer;
  };
}

function find(registry: readonly Vendor[], id: string): { vendor: Vendor; behaviour: SandboxBehaviour } {
  const vendor = registry.find((candidate) => candidate.id === id);
  if (vendor?.sandbox === undefined) {
    throw new RangeError(`there is no sandbox for "${id}"; there is: ${withSandbox(registry).join(", ")}`);
  }
  return { vendor, behaviour: vendor.sandbox };
}

/** @throws RangeError for a permission that none of the vendors has. */
function checkPermissions(
  permissions: readonly string[] | undefined,
  chosen: readonly { readonly vendor: Vendor }[],
): void {
  if (permissions === undefined) return;
  const known = new Set(chosen.flatMap(({ vendor }) => knownPermissions(vendor.describe())));
  const unknown = permissions.find((permission) => !known.has(permission));
  if (unknown === undefined) return;
  const there = known.size === 0 ? "these vendors have none" : `there is ${[...known].join(", ")}`;
  throw new RangeError(`there is no permission "${unknown}"; ${there}`);
}

function withSandbox(registry: readonly Vendor[]): string[] {
  return registry.filter(({ sandbox }) => sandbox !== undefined).map(({ id }) => id);
}

function newCredentials(): SandboxCredentials {
  return { clientId: `sandbox-${randomBytes(6).toString("hex")}`, clientSecret: randomBytes(24).toString("base64url") };
}
