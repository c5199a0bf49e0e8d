import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commands } from "./commands.mjs";
import { ensureInstalled } from "./install.mjs";
import { printStop, Stop } from "./stop.mjs";
import { ensureToolchain } from "./toolchain.mjs";

/** @param {readonly string[]} argv */
export async function main(argv) {
  try {
    process.exitCode = await bootstrap(argv);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    printStop(error);
    process.exitCode = error.exitCode;
  }
}

/**
 * @param {readonly string[]} argv
 * @returns {Promise<number>}
 */
async function bootstrap([name = "", ...args]) {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (command === undefined) {
    const width = Math.max(...Object.keys(commands).map((each) => each.length));
    const list = Object.entries(commands).map(([each, { about }]) => `  ${each.padEnd(width)}  ${about}`);
    throw new Stop(`"${name}" is none of the commands:\n\n${list.join("\n")}`, { exitCode: 2 });
  }
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
  // On stderr, so that a command's own output can be piped.
  const say = (/** @type {string} */ line) => console.error(`${line} ...`);
  const tools = await ensureToolchain(root, process.env, say);
  if (command.needs !== "tools") await ensureInstalled(root, command.needs ?? "all", tools, process.env, say);
  const caller = process.env.INIT_CWD ?? process.cwd();
  return command.run({ root, node: tools.node, env: tools.env, caller, args, say });
}
