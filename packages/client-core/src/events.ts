import type { TokenEvent } from "@x/auth-core";

/** Who an event is about. */
export interface EventSubject {
  vendor: string;
  /** Method and path template, or `token request`. */
  operation: string;
}

/** What happened to a call. Holds no header, no body, no query and no secret. */
export type CallEvent =
  | {
      /** A call ended. */
      type: "call";
      /** Status of the last answer; absent when none came. */
      status?: number | undefined;
      /** The error's `code`, when the call failed without an answer. */
      code?: string | undefined;
      attempts: number;
      durationMs: number;
      requestId?: string | undefined;
    }
  | {
      /** An attempt failed and another will follow. */
      type: "retry";
      /** Number of the attempt that failed, from 1. */
      attempt: number;
      /** The wait before the next one, in milliseconds. */
      delayMs: number;
      /** Status of the answer, or code of the error. */
      reason: string;
    }
  | {
      /** A vendor's package foresees that the call fails, and sends it all the same. */
      type: "warning";
      /** Stable, and safe to switch on. */
      code: string;
      message: string;
    };

/** What a client tells its listeners. */
export type ClientEvent = EventSubject & (CallEvent | TokenEvent);

/** Tells listeners, when there are any: the event is only made then. */
export interface Emit {
  (subject: EventSubject, event: () => CallEvent | TokenEvent): void;
  /** Whether anybody listens. */
  isHeard(): boolean;
}

interface Channel {
  readonly hasSubscribers: boolean;
  publish(message: unknown): void;
}

/** What is used of Node's `TracingChannel`. */
export interface TracingChannel {
  readonly hasSubscribers: boolean;
  tracePromise<T>(run: () => Promise<T>, context: object): Promise<T>;
}

/** `node:diagnostics_channel` where the platform has it, found at run time: there is nothing to bundle. */
export function diagnosticsChannel():
  | { channel(name: string): Channel; tracingChannel(name: string): TracingChannel }
  | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (id: string) => unknown } };
  return process?.getBuiltinModule?.("node:diagnostics_channel") as ReturnType<typeof diagnosticsChannel>;
}

/**
 * Publishes to the diagnostics channel `x.event` and to the caller's own listener. What a listener throws is its own
 * affair and ends no call.
 */
export function createEmit(onEvent: ((event: ClientEvent) => void) | undefined): Emit {
  const channel = diagnosticsChannel()?.channel("x.event");
  const isHeard = () => Boolean(onEvent || channel?.hasSubscribers);
  const emit: Emit = ({ vendor, operation }, make) => {
    if (!isHeard()) return;
    const event: ClientEvent = { vendor, operation, ...make() };
    channel?.publish(event);
    try {
      onEvent?.(event);
    } catch {
      // See above.
    }
  };
  emit.isHeard = isHeard;
  return emit;
}
