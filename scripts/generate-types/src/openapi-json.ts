// Writes <packageDir>/dist/openapi/<name>.json from <packageDir>/openapi/<name>.yaml, for the package's own build.
// The package exports them as "./openapi/*.json".

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleDescription, findDescriptions } from "./descriptions.ts";

const [packageDir, ...rest] = process.argv.slice(2);
if (packageDir === undefined || rest.length > 0) {
  console.error("Usage: node scripts/generate-types/src/openapi-json.ts <package dir>");
  process.exit(2);
}

const descriptions = await findDescriptions(packageDir);
if (descriptions.length === 0) {
  console.error(`${join(packageDir, "openapi")}: no *.yaml`);
  process.exit(1);
}

const folder = join(packageDir, "dist/openapi");
await mkdir(folder, { recursive: true });
for (const description of descriptions) {
  const document = await bundleDescription(description);
  await writeFile(join(folder, `${description.name}.json`), `${JSON.stringify(document)}\n`);
}
