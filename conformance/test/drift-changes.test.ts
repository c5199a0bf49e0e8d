import { expect, test, vi } from "vitest";
import { isTransient } from "../src/drift/comparer.js";
import { drift } from "../src/drift/drift.js";
import { observationOf } from "../src/drift/read-saved.js";
import type { DriftKind, Severity } from "../src/drift/types.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { declaredResponse } from "../src/openapi/operation.js";
import { splitUrl } from "../src/text/split-url.js";
import { vendors } from "../src/vendors/registry.js";
import type { Vendor } from "../src/vendors/types.js";
import { type Place, placesIn } from "./support/documented-places.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

/** A documented answer of JSON, with the schema that describes it. */
interface Answer {
  readonly exchange: Exchange;
  readonly vendor: Vendor;
  readonly schemaPointer: string;
  readonly body: unknown;
}

const documented = packagedExchanges().filter(({ fidelity }) => fidelity !== "schema-derived");
const answers: readonly Answer[] = documented.flatMap((exchange): Answer[] => {
  const vendor = vendors.find(({ id }) => exchange.id.startsWith(`${id}/`));
  const url = splitUrl(exchange.request.url ?? "");
  const { response } = exchange;
  if (vendor === undefined || url === undefined || !response || typeof response.body !== "object") return [];
  if (isTransient(response.status)) return [];
  const operation = vendor.describe().routes.find(exchange.request.method.toUpperCase(), url.path, url)?.operation;
  const content = operation && declaredResponse(operation, response.status)?.content.get("application/json");
  return content?.schemaPointer === undefined || response.body === null
    ? []
    : [{ exchange, vendor, schemaPointer: content.schemaPointer, body: response.body }];
});

interface Change {
  readonly kind: DriftKind;
  readonly severity: Severity;
  readonly name: string;
  /** Why the description refuses it, as JSON Schema has it. Default: for any reason. */
  readonly keyword?: RegExp;
  readonly applies: (place: Place) => boolean;
  readonly to: (holder: Record<string, unknown>, name: string) => void;
}

const CHANGES: readonly Change[] = [
  {
    name: "is another type",
    kind: "type",
    severity: "error",
    applies: ({ value }) => value !== null,
    to: (holder, name) => {
      const value = holder[name];
      holder[name] = value !== null && typeof value === "object" ? "a text" : { a: "member" };
    },
  },
  {
    name: "is null",
    kind: "new-null",
    severity: "warning",
    applies: ({ value }) => value !== null,
    to: (holder, name) => {
      holder[name] = null;
    },
  },
  {
    name: "is missing",
    kind: "missing-field",
    severity: "warning",
    applies: ({ isMember }) => isMember,
    to: (holder, name) => void delete holder[name],
  },
  {
    name: "has a value that is not listed",
    keyword: /^(enum|const)$/,
    kind: "new-enum-value",
    severity: "warning",
    applies: ({ value }) => typeof value === "string",
    to: (holder, name) => {
      holder[name] = "a-value-of-next-year";
    },
  },
  {
    name: "is a date no more",
    kind: "format",
    severity: "warning",
    keyword: /^format$/,
    applies: ({ value }) => typeof value === "string" && /^\d{4}-\d\d-\d\d/.test(value),
    to: (holder, name) => {
      holder[name] = "the first of May";
    },
  },
  {
    name: "has a fraction",
    kind: "type",
    severity: "error",
    applies: ({ value }) => Number.isInteger(value),
    to: (holder, name) => {
      holder[name] = 1.5;
    },
  },
];

/** Ajv, which knows nothing of drift, says which changes the description refuses. */
function refused({ vendor, schemaPointer, body }: Answer, changed: unknown, reason = /^/): boolean {
  const { validators } = vendor.describe();
  const say = (value: unknown): string[] =>
    validators
      .errors(schemaPointer, value)
      .filter(({ keyword }) => reason.test(keyword))
      .map(({ instancePath, keyword }) => `${keyword} ${instancePath}`);
  const before = new Set(say(body));
  return say(changed).some((error) => !before.has(error));
}

/** With the exchanges of the same operation only: the others do not matter, and take time. */
function findingsOf({ exchange, vendor }: Answer, body: unknown) {
  const observation = observationOf(exchange);
  if (observation === undefined) throw new Error(`${exchange.id} shows no answer`);
  const exchanges = documented.filter(({ operation }) => operation === exchange.operation);
  return drift([{ ...observation, body }], { exchanges, vendors: [vendor] }).findings;
}

for (const change of CHANGES) {
  test(`whatever the description refuses when it ${change.name} is found, at its place and level`, () => {
    const cases = answers.flatMap((answer) =>
      placesIn(answer.body)
        .filter(change.applies)
        .map((place) => ({ answer, place })),
    );
    const missed: string[] = [];
    let asked = 0;
    for (const { answer, place } of cases) {
      const body = place.change(answer.body, change.to);
      if (!refused(answer, body, change.keyword)) continue;
      asked += 1;
      const found = findingsOf(answer, body).some(
        ({ kind, pointer, severity }) =>
          kind === change.kind && pointer === place.pointer && severity === change.severity,
      );
      if (!found) missed.push(`${answer.exchange.id} ${place.pointer}`);
    }
    expect(asked).toBeGreaterThan(0);
    expect(missed).toEqual([]);
  });
}
