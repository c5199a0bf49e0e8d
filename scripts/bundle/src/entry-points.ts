/** A condition of `exports`, as far as our packages use them. */
type Target = string | { readonly default?: string };

/**
 * The source files behind a package's `exports`: `./dist/index.js` is made of `src/index.ts`. What is no JavaScript has
 * none.
 */
export function entryPoints(exports: Readonly<Record<string, Target>>): string[] {
  return Object.values(exports)
    .map((target) => (typeof target === "string" ? target : (target.default ?? "")))
    .map((file) => /^\.\/dist\/(.+)\.js$/.exec(file)?.[1])
    .filter((name) => name !== undefined)
    .map((name) => `src/${name}.ts`);
}
