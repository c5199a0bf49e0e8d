import { faults } from "../faults/faults.js";
import { classesTried, operationClasses } from "../faults/operation-classes.js";
import type { FaultResult, FaultSubject, OperationClass } from "../faults/types.js";
import type { Description } from "../openapi/description.js";
import type { Operation } from "../openapi/operation.js";
import { isTokenPath } from "../openapi/token-endpoint.js";
import type { FaultCoverage, Mark } from "./types.js";

/** Parameters, and members of a search, that ask for another page. */
const ASKS_FOR_PAGE =
  /^_?(cursor|offset|page|page_?(index|number|key)|(next)?(scroll_?id|page_?cursor)|starting_?after)$/i;

/**
 * Every fault by each kind of operation that the description has. A fault that the vendor's documentation rules out,
 * such as one of refresh tokens where there are none, is not counted. Provable is what a client here can meet; proved what
 * every client of the vendor that can meet it has met, and showed what it must.
 */
export function faultCoverage(
  vendor: string,
  description: Description,
  subjects: readonly FaultSubject[],
  results: readonly FaultResult[],
): FaultCoverage[] {
  const own = subjects.filter(({ id }) => id === vendor || id.startsWith(`${vendor}/`));
  const documented = documentedClasses(description, own);
  const passed = new Set(
    results.flatMap(({ subject, fault, classes }) =>
      classes.filter(({ verdict }) => verdict === "passed").map((each) => `${subject} ${fault} ${each.class}`),
    ),
  );
  return faults.flatMap((fault) =>
    fault.classes
      .filter((of) => documented.has(of))
      .flatMap((of): FaultCoverage[] => {
        const able = own.filter((subject) => classesTried(fault, subject).has(of));
        const isRuledOut = able.length === 0 && own.some((subject) => operationClasses(subject).has(of));
        if (isRuledOut) return [];
        const isProved = able.every(({ id }) => passed.has(`${id} ${fault.name} ${of}`));
        const mark: Mark = able.length === 0 ? "open" : isProved ? "proved" : "provable";
        return [{ fault: fault.name, group: fault.group, class: of, mark }];
      }),
  );
}

/** The kinds of operations that a description has. What a client asks for tokens is no other operation. */
function documentedClasses(description: Description, subjects: readonly FaultSubject[]): ReadonlySet<OperationClass> {
  const { routes, tokenEndpoints } = description;
  const steps = new Set(subjects.flatMap(({ tokens }) => tokens?.paths ?? []));
  const isToken = ({ template }: Operation): boolean =>
    steps.has(template) || tokenEndpoints.some((endpoint) => isTokenPath(endpoint, template));
  const operations = routes.operations.filter((operation) => !isToken(operation));
  const classes = new Set<OperationClass>();
  if (operations.some(({ method }) => method === "GET")) classes.add("read");
  if (operations.some(pages)) classes.add("list");
  if (operations.some(({ method }) => method === "POST" || method === "PATCH")) classes.add("record");
  if (tokenEndpoints.length > 0 || operations.length < routes.operations.length) classes.add("token");
  return classes;
}

function pages({ parameters }: Operation): boolean {
  return parameters.some(({ name, in: place }) => place === "query" && ASKS_FOR_PAGE.test(name));
}
