import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { ErrorObject, ValidateFunction } from "ajv/dist/2020.js";
import { ownFile } from "../files/own-package.js";
import { MAX_DEPTH, tooDeepAt } from "../text/depth.js";
import type { Exchange } from "./types.js";

/** What makes a value no exchange, and where. */
export interface ExchangeProblem {
  /** JSON pointer to the member. */
  readonly member: string;
  readonly problem: string;
}

let compiled: ValidateFunction<Exchange> | undefined;

function validator(): ValidateFunction<Exchange> {
  if (compiled === undefined) {
    const require = createRequire(import.meta.url);
    const { Ajv2020 } = require("ajv/dist/2020.js") as typeof import("ajv/dist/2020.js");
    const schema = JSON.parse(readFileSync(ownFile("exchange.schema.json"), "utf8")) as object;
    compiled = new Ajv2020({ strict: false, allErrors: true }).compile<Exchange>(schema);
  }
  return compiled;
}

/** Checks a value against the published schema; `undefined` means that it is an exchange. */
export function checkExchange(value: unknown): ExchangeProblem | undefined {
  const deep = tooDeepAt(value);
  if (deep !== undefined) return { member: deep, problem: `is nested more than ${MAX_DEPTH} levels deep` };
  const id = (value as { id?: unknown } | null)?.id;
  if (typeof id === "string" && id.split("/").some((part) => part === ".." || part === ".")) {
    return { member: "/id", problem: `"${id}" leads out of its vendor's folder` };
  }
  const validate = validator();
  if (validate(value)) return undefined;
  return describe(mostTelling(validate.errors ?? []));
}

/** A `oneOf` failure says less than the failure inside the branch that was meant. */
function mostTelling(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return errors.find((error) => error.keyword !== "oneOf" && error.params.type !== "null") ?? errors[0];
}

function describe(error: ErrorObject | undefined): ExchangeProblem {
  if (error === undefined) return { member: "", problem: "is not an exchange" };
  const { instancePath, keyword, params } = error;
  if (keyword === "required") return { member: `${instancePath}/${params.missingProperty}`, problem: "is missing" };
  if (keyword === "additionalProperties") {
    return { member: `${instancePath}/${params.additionalProperty}`, problem: "is not a member of an exchange" };
  }
  if (keyword === "enum") return { member: instancePath, problem: `must be one of ${params.allowedValues.join(", ")}` };
  if (keyword === "pattern" && instancePath === "/id") {
    return { member: instancePath, problem: 'must be <vendor>/<slug>, of letters, digits, ".", "_" and "-"' };
  }
  return { member: instancePath, problem: error.message ?? "is not valid" };
}
