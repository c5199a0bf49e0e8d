import { createRequire } from "node:module";
import type { Ajv2020, ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { toFragment } from "./resolve.js";
import type { OpenApiDocument } from "./types.js";

const DESCRIPTION = "description:";

/** Validates values against schemas of one description, each compiled at its first use. */
export class Validators {
  readonly #document: OpenApiDocument;
  readonly #compiled = new Map<string, ValidateFunction>();
  #ajv: Ajv2020 | undefined;

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  /** The errors of a value against the schema at a JSON pointer into the description; empty when it fits. */
  errors(schemaPointer: string, value: unknown): readonly ErrorObject[] {
    const validate = this.#compiled.get(schemaPointer) ?? this.#compile(schemaPointer);
    return validate(value) ? [] : (validate.errors ?? []);
  }

  #compile(schemaPointer: string): ValidateFunction {
    this.#ajv ??= newAjv(this.#document);
    const validate = this.#ajv.compile({ $ref: `${DESCRIPTION}${toFragment(schemaPointer)}` });
    this.#compiled.set(schemaPointer, validate);
    return validate;
  }
}

/** The validator is read when there is something to validate: a sandbox that only answers is ready sooner. */
function newAjv(document: OpenApiDocument): Ajv2020 {
  const require = createRequire(import.meta.url);
  const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
  const addFormats = require("ajv-formats") as (ajv: Ajv2020) => void;
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  addFormats(ajv);
  return ajv.addSchema(document, DESCRIPTION);
}
