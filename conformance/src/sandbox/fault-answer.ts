import { faults } from "../faults/faults.js";
import { json } from "../faults/reply.js";
import type { RawRequest, Reply } from "../faults/types.js";
import { nearestPath } from "../openapi/nearest-path.js";
import { parseJson } from "../text/parse-json.js";
import { type FaultContext, FaultMemory } from "./fault-memory.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

/** Every fault that can be asked for. */
export const askableFaults: readonly string[] = faults.map(({ name }) => name);

/** Faults of the token endpoint: asked for beforehand, as a call has its token already. */
const OF_TOKENS: ReadonlySet<string> = new Set([
  "token-400-invalid-client",
  "token-500",
  "token-slow",
  "token-no-expiry",
]);

/** How many requests have part in a fault that is more than one answer. */
const STEPS: Readonly<Record<string, number>> = {
  "cursor-repeats": 2,
  "cursor-expired": 2,
  "empty-middle-page": 3,
  "total-changes": 3,
  // Three pages, and the one that is refused.
  "expire-mid-pagination": 4,
};

const DAY_MS = 24 * 3_600_000;

/** Why nobody can ask for this fault; `undefined`: one can. */
export function faultProblem(name: string): string | undefined {
  if (askableFaults.includes(name)) return undefined;
  const nearest = nearestPath(name, askableFaults);
  const hint = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return `there is no fault "${name}"${hint}${hint === "" ? ";" : ""} there is ${askableFaults.join(", ")}`;
}

/** Whether a fault happens to requests for tokens, and not to calls. */
export function isTokenFault(name: string | undefined): boolean {
  return name !== undefined && OF_TOKENS.has(name);
}

/** How many requests a fault takes. */
export function stepsOf(name: string | undefined): number {
  return STEPS[name ?? ""] ?? 1;
}

/** Answers requests with faults, and remembers how far those are that take several requests. */
export class SandboxFaults {
  readonly #memory = new FaultMemory();

  reset(): void {
    this.#memory.clear();
  }

  /** A request's answer, gone wrong. What breaks the connection is written to it as it is. */
  answer(name: string, request: SandboxRequest, context: FaultContext): SandboxAnswer {
    const answered = this.#special(name, request, context) ?? plainFault(name, request, context);
    return answered.match === "preferred" || answered.fault !== undefined ? { ...answered, fault: name } : answered;
  }

  #special(name: string, request: SandboxRequest, context: FaultContext): SandboxAnswer | undefined {
    if (isTokenFault(name) && !context.isTokenRequest)
      return context.refuse(
        `the fault "${name}" happens to requests for tokens; say it before one is asked for: sandbox.prefer("fault=${name}"), or POST /__sandbox/prefer {"prefer": "fault=${name}"}`,
      );
    switch (name) {
      case "refused":
        return broken((connection) => void connection.resetAndDestroy());
      case "clock-skew":
        return preferred(withHeader(context.right(), "date", new Date(context.now() - DAY_MS).toUTCString()));
      case "redirect-cross-host":
        return preferred({ status: 302, headers: [["location", `${context.elsewhere()}${request.path}`]], body: null });
      case "token-no-expiry":
        return preferred(withoutLifetime(context.right()));
      case "partial-error-200":
        return this.#partial(context);
      case "401-expired":
      case "refresh-race":
      case "refresh-rotated":
        return this.#memory.expire(name, request, context);
      case "cursor-repeats":
      case "cursor-expired":
      case "empty-middle-page":
      case "total-changes":
      case "expire-mid-pagination":
        return this.#memory.page(name, request, context);
      default:
        return undefined;
    }
  }

  #partial(context: FaultContext): SandboxAnswer {
    const { denial, partial } = context;
    const denied = denial();
    if (denied !== undefined) return denied;
    if (partial.own === undefined) {
      const others =
        partial.others.length === 0
          ? "no answer of this vendor is documented to do so"
          : `this is documented for ${partial.others.join(", ")}`;
      return context.refuse(`nothing fails in part here: ${others}`);
    }
    return ofReply(json(partial.own.body, partial.own.status ?? 200));
  }
}

/** A fault that is one answer, the same to every request. */
function plainFault(name: string, request: SandboxRequest, context: FaultContext): SandboxAnswer {
  const fault = faults.find((other) => other.name === name);
  if (fault?.answer === undefined)
    return context.refuse(faultProblem(name) ?? `the fault "${name}" is more than one answer`);
  const raw: RawRequest = { ...request, at: 0 };
  // Only a body gone wrong was right once: what is refused, or cut off, writes nothing and uses nothing up.
  const ok = fault.group === "body" ? parseJson(context.right().body ?? "") : undefined;
  return ofReply(fault.answer(raw, ok ?? {}));
}

function ofReply(reply: Reply): SandboxAnswer {
  if (reply.plain === undefined) return broken(reply);
  const { status, headers, body } = reply.plain;
  return preferred({ status, headers: Object.entries(headers), body: status === 204 ? null : body });
}

function broken(raw: NonNullable<SandboxAnswer["raw"]>): SandboxAnswer {
  return { status: 0, headers: [], body: null, raw, match: "preferred" };
}

function preferred(answer: SandboxAnswer): SandboxAnswer {
  return { ...answer, match: "preferred" };
}

function withHeader(answer: SandboxAnswer, name: string, value: string): SandboxAnswer {
  return { ...answer, headers: [...answer.headers, [name, value]] };
}

function withoutLifetime(answer: SandboxAnswer): SandboxAnswer {
  const body = parseJson(answer.body ?? "");
  if (body === undefined || body === null || typeof body !== "object" || answer.status !== 200) return answer;
  const members = Object.entries(body).filter(([name]) => !/^expires/i.test(name));
  return { ...answer, body: JSON.stringify(Object.fromEntries(members)) };
}
