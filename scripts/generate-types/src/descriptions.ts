import { readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { bundle, createConfig, formatProblems, getTotals, lint } from "@redocly/openapi-core";

/** An OpenAPI description file of a package. */
export interface Description {
  /** Name of the description, which is that of its file without extension. */
  name: string;
  /** The file, as an absolute path or relative to the working directory, as the package's was. */
  file: string;
}

/** The descriptions in `<packageDir>/openapi`, by name; none when the package has no such folder. */
export async function findDescriptions(packageDir: string): Promise<Description[]> {
  const folder = join(packageDir, "openapi");
  const entries = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  return entries
    .filter((entry) => entry.endsWith(".yaml"))
    .sort()
    .map((entry) => ({ name: basename(entry, ".yaml"), file: join(folder, entry) }));
}

const config = await createConfig({
  rules: {
    struct: "error",
    "no-unresolved-refs": "error",
    "no-enum-type-mismatch": "error",
    "no-identical-paths": "error",
    "no-server-trailing-slash": "error",
    "no-required-schema-properties-undefined": "error",
    "operation-operationId": "error",
    "operation-operationId-unique": "error",
    "operation-parameters-unique": "error",
    "operation-tag-defined": "error",
    "path-declaration-must-exist": "error",
    "path-parameters-defined": "error",
    "security-defined": "error",
    "spec-components-invalid-map-name": "error",
  },
});

/**
 * Lints a description and reads it into one object: references within the file stay, references to other files become
 * components of the result.
 *
 * @throws Error when the description breaks a rule; the findings, with file and line, go to stderr.
 */
export async function bundleDescription(description: Description): Promise<Record<string, unknown>> {
  const problems = await lint({ ref: description.file, config });
  if (problems.length === 0) {
    const bundled = await bundle({ ref: description.file, config });
    problems.push(...bundled.problems);
    if (problems.length === 0) return bundled.bundle.parsed;
  }
  formatProblems(problems, { format: "codeframe", totals: getTotals(problems), version: "" });
  throw new Error(`${description.file}: ${problems.length} findings`);
}
