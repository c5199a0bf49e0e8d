import { isDeepStrictEqual } from "node:util";
import type { Json, JsonObject } from "../exchange/types.js";
import { type AnswerFault, answerFault, noteCount, noteOutcome } from "./answer-fault.js";
import { head, json, reply, says } from "./reply.js";
import type { Fault, OperationClass, Reply } from "./types.js";

const JSON_TYPE = { "content-type": "application/json" };
const HTML_TYPE = { "content-type": "text/html; charset=utf-8" };
const TEN_MB = 10 * 1024 * 1024;
/** Where the filler goes, in the text of an answer. */
const GAP = "the filler";

/** The answer with one member changed: the first one, in the innermost object that the answer wraps. */
function change(body: Json, edit: (members: JsonObject, first: string) => JsonObject): Json {
  if (body === null || typeof body !== "object" || Array.isArray(body)) return body;
  const [first = "", ...others] = Object.keys(body);
  const inner = (body as JsonObject)[first];
  if (others.length === 0 && inner !== null && typeof inner === "object" && !Array.isArray(inner))
    return { [first]: change(inner as Json, edit) };
  return edit(body as JsonObject, first);
}

const extra = (ok: Json): Json => change(ok, (members) => ({ ...members, addedLater: { deep: [1] } }));
const without = (ok: Json): Json =>
  change(ok, (members, first) => Object.fromEntries(Object.entries(members).filter(([name]) => name !== first)));
const nulled = (ok: Json): Json => change(ok, (members, first) => ({ ...members, [first]: null }));
const mistyped = (ok: Json): Json => change(ok, (members, first) => ({ ...members, [first]: [7] }));
const filled = (ok: Json, filler: string): Json => change(ok, (members) => ({ ...members, filler }));

const fillers = new Map<string, Buffer>();

/** Made when it is first asked for, and then shared: many of them are on their way at once. */
function filler(character: string): Buffer {
  const known = fillers.get(character) ?? Buffer.alloc(TEN_MB, character);
  fillers.set(character, known);
  return known;
}

/** An answer of 10 MB: a member more, or where it has no members, as much white space. */
function huge(ok: Json): Reply {
  const [before = "", after = ""] = JSON.stringify(filled(ok, GAP)).split(GAP);
  const middle = filler(after === "" ? " " : "x");
  const length = Buffer.byteLength(before) + middle.length + Buffer.byteLength(after);
  const write = says("200, 10 MB", (connection) => {
    connection.write(head(200, { ...JSON_TYPE, "content-length": String(length) }) + before);
    connection.write(middle);
    connection.write(after);
  });
  const plain = {
    status: 200,
    headers: JSON_TYPE,
    get body() {
      return `${before}${middle.toString("latin1")}${after}`;
    },
  };
  return Object.assign(write, { plain });
}

/** Members of a page are the vendor's own business: what one of them lacks may end the list, as documented. */
const NOT_PAGES: readonly OperationClass[] = ["read", "record", "token"];

type BodyFault = Omit<AnswerFault, "group">;

const ANSWERS: readonly BodyFault[] = [
  {
    name: "malformed-json",
    does: "200 with JSON that breaks off",
    error: "ResponseFormatError",
    tokenError: "TokenError",
    reply: ({ method }) => reply(200, JSON_TYPE, `{"${method}": [1,`),
  },
  {
    name: "empty-200",
    does: "200 without a body",
    error: ({ anyBody }) => (anyBody ? undefined : "ResponseFormatError"),
    data: () => undefined,
    pageError: "ResponseFormatError",
    tokenError: "TokenError",
    reply: () => reply(200, JSON_TYPE),
  },
  {
    name: "html-200",
    does: "200 with a page of HTML",
    error: "ResponseFormatError",
    tokenError: "TokenError",
    reply: () => reply(200, HTML_TYPE, "<!doctype html><title>Sign in</title>"),
  },
  {
    name: "wrong-content-type",
    does: "JSON that calls itself text/plain",
    reply: (_, ok) => reply(200, { "content-type": "text/plain" }, JSON.stringify(ok)),
  },
  {
    name: "bom",
    does: "JSON behind a byte order mark",
    reply: (_, ok) => reply(200, JSON_TYPE, `\uFEFF${JSON.stringify(ok)}`),
  },
  { name: "extra-field", does: "a field that nobody knows", data: extra, reply: (_, ok) => json(extra(ok)) },
  {
    name: "missing-required",
    does: "a required field is missing",
    data: without,
    classes: NOT_PAGES,
    tokenError: "TokenError",
    reply: (_, ok) => json(without(ok)),
  },
  {
    name: "null-required",
    does: "a required field is null",
    data: nulled,
    classes: NOT_PAGES,
    tokenError: "TokenError",
    reply: (_, ok) => json(nulled(ok)),
  },
  {
    name: "wrong-type",
    does: "a field has another type",
    data: mistyped,
    classes: NOT_PAGES,
    tokenError: "TokenError",
    reply: (_, ok) => json(mistyped(ok)),
  },
  {
    name: "huge-10mb",
    does: "an answer of 10 MB",
    data: (ok) => filled(ok, "x".repeat(TEN_MB)),
    classes: ["read"],
    isHeavy: true,
    reply: (_, ok) => huge(ok),
  },
  {
    name: "204-no-body",
    does: "204 where 200 is documented",
    data: () => undefined,
    pageError: "ResponseFormatError",
    tokenError: "TokenError",
    reply: () => reply(204, {}),
  },
];

/** A 200 that reports failures of its own: an error, and nothing is sent again. */
const partialError: Fault = {
  name: "partial-error-200",
  group: "body",
  classes: ["read", "record"],
  does: "200 (or 207) that reports that parts of the request failed",
  shows: "GraphQLResponseError or PartialFailureError, or data with the failures; one attempt",
  classesOf: ({ partial }) => [partial?.class ?? "record"],
  skip: ({ partial }) => (partial === undefined ? "no answer of this vendor is documented to do so" : undefined),
  expect: ({ partial }) => ({
    ...(partial?.error && { error: partial.error }),
    retryable: false,
    attempts: 1,
    minWaitMs: 0,
  }),
  async run({ subject: { partial }, expected, visit, observe }) {
    const { body = null, status = 200, class: of = "record" } = partial ?? {};
    await visit({ run: of, class: of, api: () => json(body, status) }, async (visited) => {
      const outcome = await visited.outcomeOf(async () => visited.client.partial?.() ?? {});
      observe(outcome, visited);
      noteOutcome(visited, outcome.error, expected.error);
      noteCount(visited, visited.api.length, 1);
      if (expected.error === undefined && !isDeepStrictEqual(outcome.data, body))
        visited.problem("the data is not what the server sent");
    });
  },
};

/** What is wrong with a body that arrives whole. */
export const bodyFaults: readonly Fault[] = [
  ...ANSWERS.map((fault) => answerFault({ ...fault, group: "body" })),
  partialError,
];
