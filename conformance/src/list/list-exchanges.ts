import type { Exchange, Fidelity } from "../exchange/types.js";
import { prepare } from "../replay/prepare.js";
import { operationOf } from "../replay/replay.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";

/** An exchange in a line. */
export interface ListedExchange {
  readonly id: string;
  readonly vendor: string;
  /** The operation of the vendor's description, such as `GET /v1/employees/{id}`; where none was found, as the exchange names it. */
  readonly operation: string;
  /** `undefined` when the page shows no response. */
  readonly status: number | undefined;
  readonly fidelity: Fidelity;
  /** Whether it was recorded from traffic: then no page documents it, and it counts for nothing. */
  readonly isRecorded: boolean;
  /** What a replay would do with it: make a call, a token request, check an event, or nothing. */
  readonly kind: "call" | "token" | "incoming" | "not-replayable" | "no-client" | "undescribed";
  readonly source: { readonly title: string; readonly url: string | null };
}

/** Exchanges in a line each, with the operation of the vendor's description that each one means. */
export function listExchanges(
  exchanges: readonly Exchange[],
  vendors: readonly Vendor[] = registered,
): ListedExchange[] {
  return exchanges.map((exchange) => {
    const { id, fidelity, source, response } = exchange;
    const vendorId = vendorIdOf(id);
    const prepared = prepare(
      exchange,
      vendors.find((vendor) => vendor.id === vendorId),
    );
    return {
      id,
      vendor: vendorId,
      operation: operationOf(exchange, prepared),
      status: response?.status,
      fidelity,
      isRecorded: "x-recorded" in exchange,
      kind: prepared.kind === "settled" ? kindOf(prepared.outcome.verdict) : prepared.kind,
      source: { title: source.title, url: source.url },
    };
  });
}

function kindOf(verdict: string): ListedExchange["kind"] {
  return verdict === "incoming" || verdict === "not-replayable" || verdict === "no-client" ? verdict : "undescribed";
}
