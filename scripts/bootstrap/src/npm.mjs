import { existsSync } from "node:fs";
import { basename } from "node:path";
import { runQuietly } from "./run.mjs";

/**
 * How to call npm: the one that runs this script, else the one on PATH.
 * @param {NodeJS.ProcessEnv} env
 * @returns {[program: string, ...args: string[]]}
 */
export function npmCommand(env) {
  const script = env.npm_execpath;
  if (script !== undefined && basename(script) === "npm-cli.js" && existsSync(script))
    return [process.execPath, script];
  return ["npm"];
}

/**
 * @param {readonly string[]} args
 * @param {import("./run.mjs").Place} place
 */
export function npm(args, place) {
  const [program, ...first] = npmCommand(place.env);
  return runQuietly(program, [...first, ...args], place);
}

/**
 * npm's network settings, under the names by which pnpm reads them from the environment: pnpm reads neither npm's
 * `npm_config_` variables nor its global file, and would miss a mirror, a proxy or a company's certificate.
 * @param {import("./run.mjs").Place} place
 * @returns {Promise<NodeJS.ProcessEnv>}
 */
export async function networkSettings(place) {
  const listed = await npm(["config", "list", "--long", "--json"], place);
  /** @type {NodeJS.ProcessEnv} */
  const settings = {};
  try {
    const config = JSON.parse(listed.stdout);
    for (const name of ["registry", "cafile", "proxy", "https-proxy", "noproxy", "strict-ssl"]) {
      const variable = `pnpm_config_${name.replaceAll("-", "_")}`;
      const value = config[name];
      const given = value !== null && value !== undefined && value !== "" && String(value) !== "";
      if (given && place.env[variable] === undefined) settings[variable] = String(value);
    }
  } catch {
    // Without them pnpm uses its own settings, which is right for most.
  }
  return settings;
}

/** Whether what npm or pnpm printed speaks of a registry that cannot be reached. */
export function speaksOfNetwork(/** @type {string} */ output) {
  return /\b(ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|FETCH_ERROR|ERR_PNPM_META_FETCH_FAIL|ERR_PNPM_FETCH|UNABLE_TO_(?:GET|VERIFY)\w*|SELF_SIGNED\w*|CERT_\w+)\b|certificate|network|fetch failed|error sending request/i.test(
    output,
  );
}
