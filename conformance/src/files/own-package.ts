import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);
const NAME = "@x/conformance";
const MANIFEST = `${NAME}/package.json`;

/** The path of a file of this package, from wherever in it this is run: a source, or what several sources were put into. */
export function ownFile(path: string): string {
  return join(dirname(require.resolve(MANIFEST)), path);
}

/** The name and version of this package, as reports give them. */
export function ownPackage(): { readonly name: string; readonly version: string } {
  const { version } = require(MANIFEST) as { readonly version: string };
  return { name: NAME, version };
}
