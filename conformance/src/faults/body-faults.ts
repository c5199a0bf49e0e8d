import type { Json, JsonObject } from "../exchange/types.js";
import { type AnswerFault, answerFault, times } from "./answer-fault.js";
import { json, reply } from "./reply.js";
import type { Fault, FaultSubject } from "./types.js";

const JSON_TYPE = { "content-type": "application/json" };
const HTML_TYPE = { "content-type": "text/html; charset=utf-8" };
const TEN_MB = 10 * 1024 * 1024;

/** The answer with one member changed: the first one, in the innermost object that the answer wraps. */
function change(body: Json, edit: (members: JsonObject, first: string) => JsonObject): Json {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  const [first = "", ...others] = Object.keys(body);
  const inner = (body as JsonObject)[first];
  if (others.length === 0 && inner !== null && typeof inner === "object" && !Array.isArray(inner))
    return { [first]: change(inner as Json, edit) };
  return edit(body as JsonObject, first);
}

const extra = ({ ok }: Pick<FaultSubject, "ok">): Json =>
  change(ok, (members) => ({ ...members, addedLater: { deep: [1] } }));
const without = ({ ok }: Pick<FaultSubject, "ok">): Json =>
  change(ok, (members, first) => Object.fromEntries(Object.entries(members).filter(([name]) => name !== first)));
const nulled = ({ ok }: Pick<FaultSubject, "ok">): Json =>
  change(ok, (members, first) => ({ ...members, [first]: null }));
const mistyped = ({ ok }: Pick<FaultSubject, "ok">): Json =>
  change(ok, (members, first) => ({ ...members, [first]: [7] }));
const huge = ({ ok }: Pick<FaultSubject, "ok">): Json =>
  change(ok, (members) => ({ ...members, filler: "x".repeat(TEN_MB) }));

type BodyFault = Omit<AnswerFault, "group">;

const ANSWERS: readonly BodyFault[] = [
  {
    name: "malformed-json",
    does: "200 with JSON that breaks off",
    error: "ResponseFormatError",
    reply: ({ method }) => reply(200, JSON_TYPE, `{"${method}": [1,`),
  },
  {
    name: "empty-200",
    does: "200 without a body",
    error: ({ anyBody }) => (anyBody ? undefined : "ResponseFormatError"),
    data: () => undefined,
    reply: () => reply(200, JSON_TYPE),
  },
  {
    name: "html-200",
    does: "200 with a page of HTML",
    error: "ResponseFormatError",
    reply: () => reply(200, HTML_TYPE, "<!doctype html><title>Sign in</title>"),
  },
  {
    name: "wrong-content-type",
    does: "JSON that calls itself text/plain",
    reply: (_, { ok }) => reply(200, { "content-type": "text/plain" }, JSON.stringify(ok)),
  },
  {
    name: "bom",
    does: "JSON behind a byte order mark",
    reply: (_, { ok }) => reply(200, JSON_TYPE, `\uFEFF${JSON.stringify(ok)}`),
  },
  { name: "extra-field", does: "a field that nobody knows", data: extra, reply: (_, subject) => json(extra(subject)) },
  {
    name: "missing-required",
    does: "a required field is missing",
    data: without,
    reply: (_, subject) => json(without(subject)),
  },
  {
    name: "null-required",
    does: "a required field is null",
    data: nulled,
    reply: (_, subject) => json(nulled(subject)),
  },
  {
    name: "wrong-type",
    does: "a field has another type",
    data: mistyped,
    reply: (_, subject) => json(mistyped(subject)),
  },
  { name: "huge-10mb", does: "an answer of 10 MB", data: huge, reply: (_, subject) => json(huge(subject)) },
  { name: "204-no-body", does: "204 where 200 is documented", data: () => undefined, reply: () => reply(204, {}) },
];

/** A 200 that reports failures of its own: an error, and nothing is sent again. */
const partialError: Fault = {
  name: "partial-error-200",
  group: "body",
  does: "200 that reports that parts of the request failed",
  shows: "GraphQLResponseError or PartialFailureError, one attempt",
  skip: ({ partial }) => (partial === undefined ? "no answer of this vendor is documented to do so" : undefined),
  expect: ({ partial }) => ({ ...(partial && { error: partial.error }), retryable: false, attempts: 1, minWaitMs: 0 }),
  async run({ subject, expected, visit, observe, problem }) {
    await visit({ run: "read", api: () => json(subject.partial?.body ?? null) }, async (visited) => {
      const { client } = visited;
      const outcome = await visited.outcomeOf(async () => client.partial?.() ?? {});
      observe(outcome, visited);
      if (outcome.error !== expected.error) problem(`ended in ${outcome.error ?? "success"}, not in ${expected.error}`);
      if (visited.api.length !== 1) problem(`was sent ${times(visited.api.length)}, not once`);
    });
  },
};

/** What is wrong with a body that arrives whole. */
export const bodyFaults: readonly Fault[] = [
  ...ANSWERS.map((fault) => answerFault({ ...fault, group: "body" })),
  partialError,
];
