import type { Json } from "../exchange/types.js";

/** As much of a Pact V4 file as an export writes. */
export interface Pact {
  readonly consumer: { readonly name: string };
  readonly provider: { readonly name: string };
  readonly interactions: readonly PactInteraction[];
  readonly metadata: { readonly pactSpecification: { readonly version: "4.0" } };
}

export interface PactInteraction {
  readonly type: "Synchronous/HTTP";
  readonly description: string;
  readonly pending: boolean;
  readonly providerStates: readonly { readonly name: string }[];
  readonly comments: { readonly text: readonly string[] };
  readonly request: PactMessage & {
    readonly method: string;
    readonly path: string;
    readonly query?: Readonly<Record<string, readonly string[]>>;
  };
  readonly response: PactMessage & { readonly status: number };
}

interface PactMessage {
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly body?: PactBody;
  readonly matchingRules?: PactMatchingRules;
}

export interface PactBody {
  readonly content: Json;
  readonly contentType: string;
  readonly encoded: false;
}

export interface PactMatchingRules {
  readonly path?: PactMatchers;
  readonly query?: Readonly<Record<string, PactMatchers>>;
  readonly header?: Readonly<Record<string, PactMatchers>>;
  readonly body?: Readonly<Record<string, PactMatchers>>;
}

export interface PactMatchers {
  readonly combine: "AND";
  readonly matchers: readonly Readonly<Record<string, string>>[];
}
