import type { Description } from "../../openapi/description.js";
import type { Operation } from "../../openapi/operation.js";
import type { Found } from "../find-exchange.js";
import type { SandboxAnswer, SandboxRequest } from "../types.js";
import type { Documented } from "./documented.js";

/** What a state needs to know of its sandbox. */
export interface StateOptions {
  readonly description: Description;
  readonly documented: Documented;
  /** Milliseconds since the epoch. */
  now(): number;
  /** An answer in the vendor's error envelope. */
  refuse(status: number, reason: string): SandboxAnswer;
}

/** The parameters of a path, decoded. */
export type Path = Readonly<Record<string, string>>;

/** A request that is being answered. */
export interface Asked {
  readonly request: SandboxRequest;
  readonly operation: Operation;
  readonly path: Path;
  readonly found: Found;
}

/** Whether the exchange that was found stands for any path. */
export function hasPlaceholder({ answerable }: Extract<Found, { readonly answerable: unknown }>): boolean {
  return Object.values(answerable.pathParameters).some((value) => /^[{<]/.test(value));
}
