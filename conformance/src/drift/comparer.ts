import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import { type DeclaredResponse, declaredResponse, type Operation } from "../openapi/operation.js";
import { isTokenEndpoint } from "../openapi/token-endpoint.js";
import { contentFor } from "../plan/request-body.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { splitUrl, type UrlParts } from "../text/split-url.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import { type Census, compareValue, type Note, noteMissing } from "./compare-answer.js";
import { SchemaReader } from "./schema-node.js";
import { addToShape, newShape, type Shape } from "./shape.js";
import type { DriftBasis, DriftFinding, DriftKind, DriftSkip, Observation, Severity } from "./types.js";

const SEVERITIES: Readonly<Record<DriftKind, Severity>> = {
  "new-field": "info",
  "new-operation": "info",
  "new-page": "info",
  "missing-optional": "info",
  "missing-field": "warning",
  "new-null": "warning",
  "new-enum-value": "warning",
  format: "warning",
  "page-changed": "warning",
  "page-missing": "warning",
  type: "error",
  status: "error",
  "content-type": "error",
};

/** How serious a kind of finding is. */
export function severityOf(kind: DriftKind): Severity {
  return SEVERITIES[kind];
}

/** Answers that say nothing of what is documented: the moment was wrong. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524]);

/** Whether an answer says only that the moment was wrong. */
export function isTransient(status: number): boolean {
  return TRANSIENT.has(status);
}

/** The vendor does not take the request. Descriptions have a 400 nearly everywhere, for requests that are wrong. */
const REFUSALS: ReadonlySet<number> = new Set([400, 405, 406, 415, 422]);

/** RFC 6749 section 5.1 has these in an answer about a token, whatever the vendor writes of them; */
const OF_THE_STANDARD: ReadonlySet<string> = new Set([
  "/access_token",
  "/token_type",
  "/expires_in",
  "/refresh_token",
  "/scope",
]);
/** and may leave these out. */
const OPTIONAL_THERE: ReadonlySet<string> = new Set(["/refresh_token", "/scope"]);

interface Documented {
  readonly vendor: Vendor;
  readonly reader: SchemaReader;
  /** By operation and status. */
  readonly shapes: Map<string, Shape>;
}

/** Compares answers with what is documented, one after the other, and adds up what is different. */
export class Comparer {
  readonly #documented: readonly Documented[];
  readonly #byHost = new Map<string, Documented | undefined>();
  readonly #findings = new Map<string, DriftFinding>();
  readonly #censuses = new Map<string, { readonly census: Census; readonly note: Note }>();
  readonly #skipped = new Map<string, DriftSkip>();
  readonly #ignored: ReadonlySet<string>;
  #compared = 0;

  constructor({ exchanges = packagedExchanges(), vendors = registered, ignore = [] }: DriftBasis = {}) {
    this.#ignored = new Set(ignore.map((text) => text.trim()));
    const shown = exchanges.filter((exchange) => !("x-recorded" in exchange));
    this.#documented = vendors.map((vendor) => ({
      vendor,
      reader: new SchemaReader(vendor.describe().document),
      shapes: shapesOf(
        vendor,
        shown.filter(({ id }) => vendorIdOf(id) === vendor.id),
      ),
    }));
  }

  /** Compares one answer. Returns the name of its operation, if it is compared. */
  add(observation: Observation): string | undefined {
    const url = splitUrl(observation.url);
    const documented = url && this.#of(url);
    if (url === undefined || documented === undefined) {
      this.skip(
        url === undefined ? "an answer" : `${url.scheme}://${url.host}`,
        "is no API of a vendor that is known here",
      );
      return undefined;
    }
    const { vendor, shapes } = documented;
    const method = observation.method.toUpperCase();
    const { routes, tokenEndpoints } = vendor.describe();
    const token = tokenEndpoints.find((endpoint) => isTokenEndpoint(endpoint, url));
    const operation = routes.find(method, url.path, url)?.operation;
    const name = token ? `${method} ${token.path}` : operation && `${method} ${operation.template}`;
    if (observation.status < 200 || isTransient(observation.status)) {
      this.skip(name ?? method, `answered ${observation.status}, which says nothing of what is documented`);
      return undefined;
    }
    if (name === undefined) {
      this.#note(vendor.id, `${method} (a path that is not described)`)(
        "new-operation",
        "",
        "no such operation",
        "an answer",
      );
      return undefined;
    }
    this.#compared += 1;
    const note = this.#note(vendor.id, name);
    const census = this.#census(`${vendor.id} ${name} ${observation.status}`, note);
    const shape = shapes.get(`${name} ${observation.status}`);
    const isItem = operation?.template.endsWith("}") === true;
    // Descriptions have a 404 nearly everywhere. Of a list that is there for certain only an exchange that shows it makes it an answer.
    const isGone = observation.status === 404 || observation.status === 410;
    if (observation.exists === true && isGone && (isItem || shape === undefined)) {
      note("status", "", "an answer", `${observation.status}, it is gone`);
      return name;
    }
    if (observation.exists === true && REFUSALS.has(observation.status) && shape === undefined) {
      note("status", "", "an answer", `${observation.status}, a request as described is refused`);
      return name;
    }
    if (token !== undefined) {
      const schema =
        token.schemaPointer === undefined || observation.status > 299
          ? undefined
          : documented.reader.at(token.schemaPointer);
      const noteToken: Note = (kind, pointer, ...rest) => {
        const isAllowed =
          kind === "new-field" ? OF_THE_STANDARD : kind === "missing-field" ? OPTIONAL_THERE : undefined;
        if (isAllowed?.has(pointer) !== true) note(kind, pointer, ...rest);
      };
      const walk = { reader: documented.reader, note: noteToken, census };
      // Which optional members a token comes with depends on the grant.
      compareValue(walk, observation.body, schema && { ...schema, isAlternative: schema.saysRequired }, shape, "");
    } else if (operation !== undefined) this.#compare(observation, operation, documented, { note, census, shape });
    return name;
  }

  /** Notes that something could not be looked at. */
  skip(operation: string, reason: string): void {
    const key = `${operation} ${reason}`;
    this.#skipped.set(key, { operation, reason, count: (this.#skipped.get(key)?.count ?? 0) + 1 });
  }

  /** What was found in all answers together, the worst first. */
  report(): { readonly findings: DriftFinding[]; readonly compared: number; readonly skipped: DriftSkip[] } {
    for (const { census, note } of this.#censuses.values()) noteMissing(census, note);
    this.#censuses.clear();
    const order = ["error", "warning", "info"];
    const findings = [...this.#findings.values()].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    return { findings, compared: this.#compared, skipped: [...this.#skipped.values()] };
  }

  #compare(
    { status, contentType, body }: Observation,
    operation: Operation,
    { reader }: Documented,
    { note, census, shape }: { readonly note: Note; readonly census: Census; readonly shape: Shape | undefined },
  ): void {
    const declared = responseFor(operation, status);
    if (declared === undefined && shape === undefined) {
      note("status", "", [...operation.responses.keys()].join(", "), String(status));
      return;
    }
    const content = declared?.content ?? new Map<string, { schemaPointer: string | undefined }>();
    if (body === null) {
      if (content.size > 0 && status < 300 && !shape?.types.has("null"))
        note("content-type", "", [...content.keys()].join(" or "), "no body");
      return;
    }
    const type = mediaType(contentType) ?? (typeof body === "string" ? undefined : "application/json");
    const found = type === undefined ? undefined : contentFor(content, type);
    if (content.size > 0 && found === undefined) {
      // An exchange that shows JSON where none is described shows that the description is wrong.
      const isShown =
        shape !== undefined && isJsonType(type) && !shape.types.has("string") && ![...content.keys()].some(isJsonType);
      if (!isShown) {
        note("content-type", "", [...content.keys()].join(" or "), type ?? "none");
        return;
      }
    }
    if (!isJsonType(type) && typeof body === "string") return;
    const schema = found?.schemaPointer === undefined ? undefined : reader.at(found.schemaPointer);
    compareValue({ reader, note, census }, body, schema, shape, "");
  }

  #of(url: UrlParts): Documented | undefined {
    const host = `${url.scheme}://${url.host}`;
    if (!this.#byHost.has(host))
      this.#byHost.set(
        host,
        this.#documented.find(({ vendor }) => isHostOf(vendor, url)),
      );
    // Some vendors issue tokens on hosts of which only the path is known.
    return this.#byHost.get(host) ?? this.#documented.find(({ vendor }) => issuesTokensAt(vendor, url));
  }

  #note(vendor: string, operation: string): Note {
    return (kind, pointer, documented, found) => {
      if (this.#ignored.has(`${operation} ${pointer}`.trim())) {
        this.skip(operation, `${kind} at ${pointer || "the answer"} is ignored, as asked for`);
        return;
      }
      const key = `${vendor} ${operation} ${kind} ${pointer} ${found}`;
      const count = (this.#findings.get(key)?.count ?? 0) + 1;
      this.#findings.set(key, {
        severity: SEVERITIES[kind],
        kind,
        vendor,
        operation,
        pointer,
        documented,
        found,
        count,
      });
    };
  }

  #census(key: string, note: Note): Census {
    let entry = this.#censuses.get(key);
    if (entry === undefined) {
      entry = { census: new Map(), note };
      this.#censuses.set(key, entry);
    }
    return entry.census;
  }
}

/** A success that is described by "default" alone, beside others by their status, is another status: "default" is for errors there. */
function responseFor(operation: Operation, status: number): DeclaredResponse | undefined {
  const declared = declaredResponse(operation, status);
  if (status >= 400 || declared !== operation.responses.get("default")) return declared;
  return [...operation.responses.keys()].some((key) => /^2/.test(key)) ? undefined : declared;
}

function isHostOf(vendor: Vendor, url: UrlParts): boolean {
  const { routes, tokenEndpoints } = vendor.describe();
  return (
    routes.knowsHost(url.scheme, url.host) ||
    tokenEndpoints.some((endpoint) => endpoint.scheme === url.scheme && endpoint.host === url.host)
  );
}

function issuesTokensAt(vendor: Vendor, url: UrlParts): boolean {
  return vendor.describe().tokenEndpoints.some((endpoint) => isTokenEndpoint(endpoint, url));
}

function shapesOf(vendor: Vendor, exchanges: readonly Exchange[]): Map<string, Shape> {
  const shapes = new Map<string, Shape>();
  const { routes, tokenEndpoints } = vendor.describe();
  for (const { request, response, fidelity, volatile = [] } of exchanges) {
    const url = splitUrl(request.url ?? "");
    if (url === undefined || !response) continue;
    const method = request.method.toUpperCase();
    const token = tokenEndpoints.find((endpoint) => isTokenEndpoint(endpoint, url));
    const template = token?.path ?? routes.find(method, url.path, url)?.operation.template;
    if (template === undefined) continue;
    const key = `${method} ${template} ${response.status}`;
    const shape = shapes.get(key) ?? newShape();
    shapes.set(key, shape);
    const places = new Set(volatile.map((pointer) => pointer.replace(/^\/response\/body/, "")));
    addToShape(shape, response.body ?? null, "", {
      volatile: places,
      isDocumented: fidelity !== "schema-derived",
    });
  }
  return shapes;
}
