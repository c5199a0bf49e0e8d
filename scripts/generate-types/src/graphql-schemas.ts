import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { minifyIntrospection, preprocessIntrospection } from "@gql.tada/internal";
import { buildSchema, introspectionFromSchema } from "graphql";
import type { Description } from "./descriptions.ts";

/** The GraphQL schemas in `<packageDir>/graphql`, by name; none when the package has no such folder. */
export async function findSchemas(packageDir: string): Promise<Description[]> {
  const folder = join(packageDir, "graphql");
  const entries = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === "ENOENT") return [];
    throw cause;
  });
  return entries
    .filter((entry) => entry.endsWith(".graphql"))
    .sort()
    .map((entry) => ({ name: basename(entry, ".graphql"), file: join(folder, entry) }));
}

/**
 * The schema as a type: what gql.tada writes of it.
 *
 * @throws Error when the schema is not valid.
 */
export async function schemaType({ file }: Description): Promise<string> {
  const schema = buildSchema(await readFile(file, "utf8"));
  const type = preprocessIntrospection(minifyIntrospection(introspectionFromSchema(schema)));
  return `/** The schema, in the form of gql.tada. */\nexport type introspection = ${type.trim()};\n`;
}
