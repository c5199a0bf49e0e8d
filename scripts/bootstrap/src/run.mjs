import { spawn } from "node:child_process";
import { constants } from "node:os";

const windows = process.platform === "win32";

/**
 * @typedef {object} Place
 * @property {string} cwd
 * @property {NodeJS.ProcessEnv} env
 */

/**
 * Runs a program that talks to the terminal itself.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Place} place
 * @returns {Promise<number>} its exit code; 128 and the signal's number when a signal ended it
 */
export function run(program, args, place) {
  const child = start(program, args, { ...place, stdio: "inherit" });
  // The terminal sends Ctrl-C to the child as well; wait for it to end in its own way. Others it must be told.
  const ignore = () => {};
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  process.on("SIGINT", ignore);
  process.on("SIGTERM", forward);
  process.on("SIGHUP", forward);
  return ended(child).finally(() => {
    process.off("SIGINT", ignore);
    process.off("SIGTERM", forward);
    process.off("SIGHUP", forward);
  });
}

/**
 * Runs a program quietly and keeps what it prints.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Place} place
 * @returns {Promise<{ code: number, output: string, stdout: string }>}
 */
export async function runQuietly(program, args, place) {
  const child = start(program, args, { ...place, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  let stdout = "";
  child.stdout?.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    output += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  const code = await ended(child);
  return { code, output, stdout };
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {import("node:child_process").SpawnOptions} options
 */
function start(program, args, options) {
  // On Windows npm and turbo are .cmd files, which only a shell runs.
  if (!windows || program.endsWith(".exe")) return spawn(program, args, options);
  const quote = (/** @type {string} */ text) => (/[\s"&|<>^]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return spawn([program, ...args].map(quote).join(" "), { ...options, shell: true });
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @returns {Promise<number>}
 */
function ended(child) {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal]));
    });
  });
}
