import type { SandboxBehaviour } from "../vendors/types.js";
import type { SandboxAnswer } from "./types.js";

/** A JSON answer. */
export function jsonAnswer(status: number, body: unknown, more: Partial<SandboxAnswer> = {}): SandboxAnswer {
  return {
    status,
    body: JSON.stringify(body),
    ...more,
    headers: [["content-type", "application/json"], ...(more.headers ?? [])],
  };
}

/** A refusal in the vendor's own error envelope. The reason also goes into the journal. */
export function refusal(
  behaviour: SandboxBehaviour,
  status: number,
  reason: string,
  more: Partial<SandboxAnswer> = {},
): SandboxAnswer {
  return jsonAnswer(status, behaviour.errorBody(status, reason), { ...more, reason });
}

/** A refusal of a token request, as RFC 6749 section 5.2 words it. */
export function tokenRefusal(
  status: number,
  error: string,
  reason: string,
  more: Partial<SandboxAnswer> = {},
): SandboxAnswer {
  return jsonAnswer(status, { error, error_description: reason }, { ...more, reason: `${error}: ${reason}` });
}
