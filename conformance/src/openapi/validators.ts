import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
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

function newAjv(document: OpenApiDocument): Ajv2020 {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateSchema: false, logger: false });
  // The package is CommonJS: what it calls its default export is the module's own.
  (addFormatsModule as unknown as (ajv: Ajv2020) => void)(ajv);
  return ajv.addSchema(document, DESCRIPTION);
}
