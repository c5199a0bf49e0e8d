import type { Exchange } from "../exchange/types.js";
import { faultSubjects } from "../faults/subjects/subjects.js";
import type { FaultResult, FaultSubject } from "../faults/types.js";
import type { Description } from "../openapi/description.js";
import type { DeclaredResponse, Operation } from "../openapi/operation.js";
import { bodyOf } from "../replay/check-incoming.js";
import { prepare } from "../replay/prepare.js";
import type { ReplayResult, Verdict } from "../replay/types.js";
import { isJsonType } from "../text/media-type.js";
import { documentedPairs } from "../text/pairs.js";
import { splitUrl } from "../text/split-url.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import { eventCoverage } from "./event-coverage.js";
import { faultCoverage } from "./fault-coverage.js";
import { Ledger, observeFields, readFields, tally } from "./ledger.js";
import { type FieldNode, schemaFields } from "./schema-fields.js";
import type { FieldCoverage, OperationCoverage, StatusCoverage, VendorCoverage } from "./types.js";

/** What to measure. */
export interface CoverageOptions {
  readonly exchanges: readonly Exchange[];
  /** A run over these exchanges; without one, the score is zero. */
  readonly results?: readonly ReplayResult[];
  /** A run of faults; without one, the score of faults is zero. */
  readonly faults?: readonly FaultResult[];
  /** The clients that can meet faults. Default: every client of this repository. */
  readonly subjects?: readonly FaultSubject[];
  /** The vendors whose description is known. Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
}

const PROVED: ReadonlySet<Verdict> = new Set(["passed", "contradicts", "request-only"]);
const RECEIVED: ReadonlySet<Verdict> = new Set(["incoming", "contradicts"]);

/**
 * Measures what exchanges show of the descriptions of their vendors (index), and what a run proved of that (score). Counted is what the
 * description has; what only an exchange has is not. An exchange shows what its page shows: of a `request-only` one the answer does not count,
 * of a `response-only` one the parameters do not, and what is `schema-derived` or recorded counts for
 * nothing.
 */
export function measureCoverage(options: CoverageOptions): VendorCoverage[] {
  const { exchanges, results = [], faults = [], subjects = faultSubjects, vendors = registered } = options;
  const run: Run = {
    proved: new Set(results.filter(({ verdict }) => PROVED.has(verdict)).map(({ id }) => id)),
    received: new Set(results.filter(({ verdict }) => RECEIVED.has(verdict)).map(({ id }) => id)),
    subjects,
    faults,
  };
  const present = new Set(exchanges.map(({ id }) => vendorIdOf(id)));
  return vendors
    .filter(({ id }) => present.has(id))
    .map((vendor) =>
      measureVendor(
        vendor,
        exchanges.filter(({ id }) => vendorIdOf(id) === vendor.id),
        run,
      ),
    );
}

/** What a run came to. */
interface Run {
  /** The ids of exchanges that it proved. */
  readonly proved: ReadonlySet<string>;
  /** The ids of events that it checked, and that are as described, or known not to be. */
  readonly received: ReadonlySet<string>;
  readonly subjects: readonly FaultSubject[];
  readonly faults: readonly FaultResult[];
}

function measureVendor(vendor: Vendor, exchanges: readonly Exchange[], run: Run): VendorCoverage {
  const { proved } = run;
  const description = vendor.describe();
  const fields = fieldsOf(description);
  const documented = exchanges.filter(isDocumented);
  const ledger = new Ledger();
  const shownBy = new Map<Operation, string[]>();
  for (const exchange of documented) {
    const operation = operationIn(exchange, vendor);
    if (operation === undefined) continue;
    shownBy.set(operation, [...(shownBy.get(operation) ?? []), exchange.id]);
    observe(exchange, operation, proved.has(exchange.id), ledger, fields);
  }
  const operations = description.routes.operations.map(
    (operation): OperationCoverage => ({
      operation: keyOf(operation),
      deprecated: operation.deprecated,
      mark: ledger.get(keyOf(operation)),
      statuses: statusesOf(operation, ledger, fields),
      parameters: operation.parameters.flatMap(({ name, in: place }) =>
        place === "cookie" ? [] : [{ name, in: place, mark: ledger.get(`${keyOf(operation)} ${place} ${name}`) }],
      ),
      requestFields: readBody(operation.requestContent, `${keyOf(operation)} request `, ledger, fields),
      exchanges: shownBy.get(operation) ?? [],
    }),
  );
  const statuses = operations.flatMap((operation) => operation.statuses);
  const all = statuses.flatMap((status) => status.fields);
  const sent = operations.flatMap(({ requestFields }) => requestFields);
  const events = eventCoverage(description, documented, vendor, run.received);
  const faults = faultCoverage(vendor.id, description, run.subjects, run.faults);
  return {
    vendor: vendor.id,
    title: vendor.title,
    totals: {
      operations: tally(operations.map(({ mark }) => mark)),
      statuses: tally(statuses.map(({ mark }) => mark)),
      parameters: tally(operations.flatMap(({ parameters }) => parameters.map(({ mark }) => mark))),
      fields: tally(all.map(({ seen }) => seen)),
      null: tally(all.map((field) => field.null)),
      absent: tally(all.map(({ absent }) => absent)),
      requestFields: tally(sent.map(({ seen }) => seen)),
      requestNull: tally(sent.map((field) => field.null)),
      requestAbsent: tally(sent.map(({ absent }) => absent)),
      events: tally(events.map(({ mark }) => mark)),
      faults: tally(faults.map(({ mark }) => mark)),
    },
    operations,
    events,
    faults,
    documented: documented.length,
    derived: exchanges.length - documented.length,
  };
}

/** A page shows it: it is neither assembled nor recorded. */
function isDocumented(exchange: Exchange): boolean {
  return exchange.fidelity !== "schema-derived" && exchange["x-recorded" as keyof Exchange] === undefined;
}

/** The operation of the description that an exchange shows; a token request's is found as any other, if it is described. */
function operationIn(exchange: Exchange, vendor: Vendor): Operation | undefined {
  const prepared = prepare(exchange, vendor);
  if (prepared.kind === "call") return prepared.call.operation;
  if (prepared.kind === "settled") return undefined;
  const { url } = prepared;
  return vendor.describe().routes.find("POST", url.path, url)?.operation;
}

type Content = DeclaredResponse["content"];
type FieldsOf = (content: Content) => FieldNode | undefined;

/** The described members of a body, read once for each schema. */
function fieldsOf({ document }: Description): FieldsOf {
  const known = new Map<string, FieldNode>();
  return (content) => {
    const pointer = [...content].find(([type]) => isJsonType(type))?.[1].schemaPointer;
    if (pointer === undefined) return undefined;
    let node = known.get(pointer);
    if (node === undefined) {
      node = schemaFields(document, pointer);
      known.set(pointer, node);
    }
    return node;
  };
}

function observe(exchange: Exchange, operation: Operation, isProved: boolean, ledger: Ledger, fields: FieldsOf): void {
  const { fidelity, request, response } = exchange;
  const key = keyOf(operation);
  ledger.put(key, isProved);
  if (fidelity !== "response-only") {
    for (const { place, name } of parametersIn(operation, request)) ledger.put(`${key} ${place} ${name}`, isProved);
    const body = operation.requestContent && fields(operation.requestContent);
    if (body !== undefined) observeFields(body, bodyOf(exchange), `${key} request `, isProved, ledger);
  }
  if (fidelity === "request-only" || !response) return;
  const status = declaredStatus(operation, response.status);
  if (status === undefined) return;
  ledger.put(`${key} ${status}`, isProved);
  const node = fields((operation.responses.get(status) as DeclaredResponse).content);
  if (node !== undefined) observeFields(node, response.body, `${key} ${status} `, isProved, ledger);
}

/** The described parameters that a request has. A path has all of its own. */
function* parametersIn(
  { parameters }: Operation,
  { url, headers = {} }: Exchange["request"],
): Generator<{ readonly place: string; readonly name: string }> {
  const query = documentedPairs(splitUrl(url ?? "")?.query ?? "").map(([name]) => name);
  const shown = Object.keys(headers).map((name) => name.toLowerCase());
  for (const { name, in: place } of parameters) {
    const isThere =
      place === "path" ||
      (place === "query" && query.some((given) => given === name || given.startsWith(`${name}[`))) ||
      (place === "header" && shown.includes(name.toLowerCase()));
    if (isThere) yield { place, name };
  }
}

function statusesOf(operation: Operation, ledger: Ledger, fields: FieldsOf): StatusCoverage[] {
  return [...operation.responses].flatMap(([status, response]): StatusCoverage[] => {
    if (status === "default") return [];
    const key = `${keyOf(operation)} ${status}`;
    return [{ status, mark: ledger.get(key), fields: readBody(response.content, `${key} `, ledger, fields) }];
  });
}

/** What is known of the described members of a body; none where it is not described as JSON. */
function readBody(content: Content | undefined, key: string, ledger: Ledger, fields: FieldsOf): FieldCoverage[] {
  const node = content && fields(content);
  return node === undefined ? [] : readFields(node, key, ledger);
}

/** The described status that a status is: itself, or its range. */
function declaredStatus({ responses }: Operation, status: number): string | undefined {
  return [String(status), `${Math.floor(status / 100)}XX`].find((key) => responses.has(key));
}

function keyOf({ method, template }: Operation): string {
  return `${method} ${template}`;
}
