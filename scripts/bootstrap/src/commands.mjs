import { existsSync } from "node:fs";
import { join } from "node:path";
import { run, runQuietly } from "./run.mjs";
import { Stop } from "./stop.mjs";

/**
 * @typedef {object} Context
 * @property {string} root
 * @property {string} node the pinned Node
 * @property {NodeJS.ProcessEnv} env the environment with the pinned tools first
 * @property {string} caller the folder the command was typed in
 * @property {readonly string[]} args what followed the command
 * @property {(line: string) => void} say
 */

/**
 * @typedef {object} Command
 * @property {string} about
 * @property {"tools" | "use" | "all"} [needs] what must be installed: Node and pnpm alone, what it takes to use the
 *   packages, or what the checks need too; `all` unless said
 * @property {(context: Context) => Promise<number>} run gives the exit code
 */

/** @type {Record<string, Command>} */
export const commands = {
  start: {
    about: "show the clients at work against a sandbox on this machine",
    needs: "use",
    run: (context) => program(context, "scripts/demo/src/main.ts", { builds: "--filter={./scripts/demo}^..." }),
  },
  test: {
    about: "run every check; what CI runs",
    run: (context) => program(context, "scripts/checks/src/main.ts"),
  },
  check: {
    about: "lint, types and unused code: the quick part of test",
    run: (context) => program(context, "scripts/checks/src/main.ts", { first: ["--quick"] }),
  },
  fix: {
    about: "format and apply the safe fixes of the linter",
    run: (context) => tool(context, "biome", ["check", "--write", "."]),
  },
  generate: {
    about: "make the types from the OpenAPI descriptions",
    run: (context) => program(context, "scripts/generate-types/src/main.ts"),
  },
  bench: {
    about: "measure the clients beside their peers",
    run: (context) => program(context, "bench/src/main.ts", { builds: "--filter={./bench}^..." }),
  },
  conformance: {
    about: "the conformance command line, as in: npm run conformance -- replay --exchanges DIR",
    needs: "use",
    run: async (context) => {
      await build(context, "--filter={./conformance}...");
      const main = join(context.root, "conformance/dist/cli/main.js");
      return run(context.node, [main, ...context.args], { cwd: context.caller, env: context.env });
    },
  },
  changeset: {
    about: "describe a change for the release notes",
    run: (context) => tool(context, "changeset"),
  },
  release: {
    about: "build and publish the packages whose version is not on the registry yet",
    run: async (context) => {
      await build(context);
      return tool(context, "changeset", ["publish"]);
    },
  },
  pnpm: {
    about: "the pinned pnpm, as in: npm run pnpm -- install",
    needs: "tools",
    run: (context) => run("pnpm", context.args, { cwd: context.caller, env: context.env }),
  },
};

/**
 * Builds quietly.
 * @param {Context} context
 * @param {readonly string[]} filters which packages, in turbo's words; none means all
 */
async function build(context, ...filters) {
  context.say("Building");
  const args = ["run", "build", ...filters, "--output-logs=errors-only", "--ui=stream"];
  const built = await runQuietly(bin(context, "turbo"), args, { cwd: context.root, env: context.env });
  if (built.code !== 0) {
    throw new Stop("The build failed; what it printed is above. `npm run check` shows type errors of all packages.", {
      output: built.output,
    });
  }
}

/**
 * Runs a program of the repository on the pinned Node, which reads TypeScript as it is.
 * @param {Context} context
 * @param {string} path
 * @param {{ builds?: string, first?: readonly string[] }} [options] what to build before, and arguments before the user's
 */
async function program(context, path, { builds, first = [] } = {}) {
  const main = join(context.root, path);
  if (!existsSync(main)) throw new Stop(`${path} is not there yet, so this command has nothing to run.`);
  if (builds !== undefined) await build(context, builds);
  return run(context.node, [main, ...first, ...context.args], { cwd: context.root, env: context.env });
}

/**
 * @param {Context} context
 * @param {string} name
 * @param {readonly string[]} [first]
 */
function tool(context, name, first = []) {
  return run(bin(context, name), [...first, ...context.args], { cwd: context.root, env: context.env });
}

/** @param {Context} context @param {string} name */
function bin(context, name) {
  return join(context.root, "node_modules", ".bin", name);
}
