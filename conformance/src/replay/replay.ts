import { performance } from "node:perf_hooks";
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
  /** Default: all of them; the same exchange must give the same verdict on each. */
  readonly transports?: readonly TransportName[];
  /** The vendors that have a client. Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
  /** Told of each result as soon as it is final. */
  readonly onResult?: (result: ReplayResult) => void;
}

interface Work {
  readonly exchange: Exchange;
  readonly vendor: Vendor | undefined;
  readonly prepared: Prepared;
  readonly outcomes: Map<TransportName, Outcome>;
  ms: number;
}

/**
 * Replays documented exchanges through the real clients: each request is taken apart into a typed call, sent, compared on the wire, answered as
 * documented, and the result is compared and checked against the vendor's description. Nothing leaves the machine.
 */
export async function replay(options: ReplayOptions): Promise<ReplayResult[]> {
  const { transports = transportNames, vendors = registered } = options;
  const chosen = options.exchanges.filter(
    ({ id }) => options.vendor === undefined || vendorIdOf(id) === options.vendor,
  );
  const work = await Promise.all(chosen.map((exchange) => begin(withJsonAnswer(exchange), vendors)));
  const last = transports.at(-1);
  const results: ReplayResult[] = [];
  const finish = (item: Work): void => {
    const result = toResult(item);
    results.push(result);
    options.onResult?.(result);
  };

  for (const name of transports) {
    const transport = await openTransport(name);
    const sessions = new Map<Vendor, Session>();
    try {
      for (const item of work) {
        const { vendor } = item;
        if (vendor !== undefined && item.prepared.kind !== "settled") {
          let session = sessions.get(vendor);
          if (session === undefined) {
            session = new Session(vendor, transport);
            sessions.set(vendor, session);
          }
          const started = performance.now();
          item.outcomes.set(name, await run(item, session));
          item.ms += performance.now() - started;
        }
        if (name === last) finish(item);
      }
    } finally {
      await transport.close();
    }
  }
  return results;
}

async function begin(exchange: Exchange, vendors: readonly Vendor[]): Promise<Work> {
  const started = performance.now();
  const vendorId = vendorIdOf(exchange.id);
  const vendor = vendors.find(({ id }) => id === vendorId);
  let prepared = prepare(exchange, vendor);
  if (vendor !== undefined && prepared.kind === "settled" && prepared.outcome.verdict === "incoming") {
    prepared = { kind: "settled", outcome: await checkIncoming(exchange, vendor, prepared.outcome) };
  }
  return { exchange, vendor, prepared, outcomes: new Map(), ms: performance.now() - started };
}

function run({ exchange, prepared }: Work, session: Session): Promise<Outcome> | Outcome {
  if (prepared.kind === "call") return replayCall(exchange, prepared.url, prepared.call, session);
  return prepared.kind === "token" ? replayToken(exchange, prepared.url, prepared.endpoint, session) : prepared.outcome;
}

function toResult({ exchange, prepared, outcomes, ms }: Work): ReplayResult {
  const { id, fidelity, source } = exchange;
  const outcome = prepared.kind === "settled" ? prepared.outcome : mergeOutcomes(outcomes);
  return {
    id,
    vendor: vendorIdOf(id),
    operation: operationOf(exchange, prepared),
    fidelity,
    source: { title: source.title, url: source.url },
    ...outcome,
    transports: Object.fromEntries([...outcomes].map(([name, { verdict }]) => [name, verdict])),
    ms: Math.round(ms * 1000) / 1000,
  };
}

/** The operation of the description that an exchange means; where there is none, as the exchange names it. */
export function operationOf(exchange: Exchange, prepared: Prepared): string {
  if (prepared.kind === "call") return `${prepared.call.operation.method} ${prepared.call.operation.template}`;
  return prepared.kind === "token" ? `POST ${prepared.endpoint.path}` : exchange.operation;
}
