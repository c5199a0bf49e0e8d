import { faults } from "../faults/faults.js";
import { nearestPath } from "../openapi/nearest-path.js";
import { parseJson } from "../text/parse-json.js";
import { jsonAnswer } from "./answers.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

/** The faults that are one answer, so that a request can ask for them. */
export const askableFaults: readonly string[] = faults.filter(({ answer }) => answer).map(({ name }) => name);

/** Why nobody can ask for this fault; `undefined`: one can. */
export function faultProblem(name: string): string | undefined {
  if (askableFaults.includes(name)) return undefined;
  if (faults.some((fault) => fault.name === name))
    return `the fault "${name}" is more than one answer; conformance faults tries it`;
  const nearest = nearestPath(name, askableFaults);
  return `there is no fault "${name}"${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
}

/** A request's answer, gone wrong. What breaks the connection is written to it as it is. */
export function faultAnswer(name: string, request: SandboxRequest, right: () => SandboxAnswer): SandboxAnswer {
  const answer = faults.find((fault) => fault.name === name)?.answer;
  if (answer === undefined) {
    const reason = faultProblem(name) ?? name;
    return jsonAnswer(400, { message: reason }, { reason });
  }
  const reply = answer({ ...request, at: 0 }, parseJson(right().body ?? "") ?? {});
  const common = { fault: name, match: "preferred" } as const;
  if (reply.plain === undefined) return { ...common, status: 0, headers: [], body: null, raw: reply };
  const { status, headers, body } = reply.plain;
  return { ...common, status, headers: Object.entries(headers), body: status === 204 ? null : body };
}
