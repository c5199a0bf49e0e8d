import { performance } from "node:perf_hooks";
import { clientWork, openClientRunner } from "../client/client-runner.js";
import type { ClientWork } from "../client/replay-with-client.js";
import type { ClientAdapter } from "../client/types.js";
import type { Exchange } from "../exchange/types.js";
import { openTransport, transportNames } from "../transport/open-transport.js";
import type { TransportName } from "../transport/types.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import { checkIncoming } from "./check-incoming.js";
import { withJsonAnswer } from "./json-answer.js";
import { mergeOutcomes } from "./merge-outcomes.js";
import { type Prepared, prepare } from "./prepare.js";
import { replayCall } from "./replay-call.js";
import { replayToken } from "./replay-token.js";
import { Session } from "./session.js";
import type { Outcome, ReplayResult } from "./types.js";

/** What to replay, and how. */
export interface ReplayOptions {
  readonly exchanges: readonly Exchange[];
  /** Only the exchanges of this vendor. */
  readonly vendor?: string;
  /** Default: all of them, and the same exchange must give the same verdict on each; with a `client`, `loopback`. */
  readonly transports?: readonly TransportName[];
  /** The vendors that have a client. Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
  /**
   * A client of your own, in place of the vendors': an adapter, or the URL of a program in any language, which takes a `ClientRequest` and
   * answers with a `ClientResponse`, both as JSON. Vendors without a client or a description here can be replayed too.
   */
  readonly client?: ClientAdapter | URL | string;
  /** How long your own client may take over a call. Default 10,000. */
  readonly timeoutMs?: number;
  /** Stop at the first exchange that fails: what comes after it has no result. */
  readonly bail?: boolean;
  /** Told of each result as soon as it is final. */
  readonly onResult?: (result: ReplayResult) => void;
}

interface Work {
  readonly exchange: Exchange;
  readonly vendor: Vendor | undefined;
  readonly prepared: Prepared;
  /** For a client of the user's own. */
  readonly own: ClientWork | undefined;
  readonly outcomes: Map<TransportName, Outcome>;
  ms: number;
}

/**
 * Replays documented exchanges through the real clients: each request is taken apart into a typed call, sent, compared on the wire, answered as
 * documented, and the result is compared and checked against the vendor's description. Nothing leaves the machine.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult[]> {
  const { client, vendors = registered, transports = client === undefined ? transportNames : ["loopback"] } = options;
  const chosen = options.exchanges.filter(
    ({ id }) => options.vendor === undefined || vendorIdOf(id) === options.vendor,
  );
  const work = await Promise.all(
    chosen.map((exchange) => begin(withJsonAnswer(exchange), vendors, client !== undefined)),
  );
  const last = transports.at(-1);
  const results: ReplayResult[] = [];
  let end = work.length;
  const finish = (item: Work): void => {
    const result = toResult(item);
    results.push(result);
    options.onResult?.(result);
  };

  for (const name of transports) {
    const runner = await openRunner(name, options);
    try {
      for (const [index, item] of work.entries()) {
        if (index >= end) break;
        const started = performance.now();
        const outcome = await runner.run(item);
        if (outcome !== undefined) {
          item.outcomes.set(name, outcome);
          item.ms += performance.now() - started;
        }
        if (options.bail && outcomeOf(item).verdict === "failed") end = index + 1;
        if (name === last) finish(item);
      }
    } finally {
      await runner.close();
    }
  }
  return results;
}

/** Runs exchanges on one transport; what is settled already has no outcome there. */
interface Runner {
  run(item: Work): Promise<Outcome> | undefined;
  close(): Promise<void>;
}

async function openRunner(name: TransportName, { client, exchanges, timeoutMs }: ReplayOptions): Promise<Runner> {
  if (client === undefined) return openVendorRunner(name);
  const runner = await openClientRunner(name, client, exchanges, timeoutMs);
  return { run: ({ own }) => own && runner.run(own), close: runner.close };
}

async function openVendorRunner(name: TransportName): Promise<Runner> {
  const transport = await openTransport(name);
  const sessions = new Map<Vendor, Session>();
  return {
    run({ exchange, vendor, prepared }) {
      if (vendor === undefined || prepared.kind === "settled") return undefined;
      let session = sessions.get(vendor);
      if (session === undefined) {
        session = new Session(vendor, transport);
        sessions.set(vendor, session);
      }
      return prepared.kind === "call"
        ? replayCall(exchange, prepared.url, prepared.call, session)
        : replayToken(exchange, prepared.url, prepared.endpoint, session);
    },
    close: transport.close,
  };
}

async function begin(exchange: Exchange, vendors: readonly Vendor[], isOwn: boolean): Promise<Work> {
  const started = performance.now();
  const vendorId = vendorIdOf(exchange.id);
  const vendor = vendors.find(({ id }) => id === vendorId);
  let prepared = prepare(exchange, vendor);
  if (vendor !== undefined && prepared.kind === "settled" && prepared.outcome.verdict === "incoming") {
    prepared = { kind: "settled", outcome: await checkIncoming(exchange, vendor, prepared.outcome) };
  }
  const asked = isOwn ? clientWork(exchange, prepared, vendor) : undefined;
  const own = asked !== undefined && "plan" in asked ? asked : undefined;
  if (asked !== undefined && "outcome" in asked) prepared = asked;
  return { exchange, vendor, prepared, own, outcomes: new Map(), ms: performance.now() - started };
}

/** What was found so far. */
function outcomeOf({ prepared, own, outcomes }: Work): Outcome {
  return prepared.kind === "settled" && own === undefined ? prepared.outcome : mergeOutcomes(outcomes);
}

function toResult(item: Work): ReplayResult {
  const { exchange, prepared, outcomes, ms } = item;
  const { id, fidelity, source } = exchange;
  return {
    id,
    vendor: vendorIdOf(id),
    operation: operationOf(exchange, prepared),
    fidelity,
    source: { title: source.title, url: source.url },
    ...outcomeOf(item),
    transports: Object.fromEntries([...outcomes].map(([name, { verdict }]) => [name, verdict])),
    ms: Math.round(ms * 1000) / 1000,
  };
}

/** The operation of the description that an exchange means; where there is none, as the exchange names it. */
export function operationOf(exchange: Exchange, prepared: Prepared): string {
  if (prepared.kind === "call") return `${prepared.call.operation.method} ${prepared.call.operation.template}`;
  return prepared.kind === "token" ? `POST ${prepared.endpoint.path}` : exchange.operation;
}
