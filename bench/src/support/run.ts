import { spawn } from "node:child_process";

const LIMIT_MS = 120_000;

/** Runs a program to its end and gives what it printed on stdout. Fails with all that it printed when it fails. */
export function run(
  program: string,
  args: readonly string[],
  cwd: string,
  variables: Readonly<Record<string, string>> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32" && !program.endsWith(".exe");
    const child = spawn(program, args, {
      cwd,
      shell,
      env: { ...environment(), ...variables },
      stdio: ["ignore", "pipe", "pipe"],
      timeout: LIMIT_MS,
      killSignal: "SIGKILL",
    });
    let stdout = "";
    let stderr = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr += text;
    });
    child.once("error", reject);
    child.once("close", (code, signal) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${args.join(" ")} ended with ${signal ?? code}\n${stdout}${stderr}`));
    });
  });
}

/** Runs a program on the Node that runs this, and gives how long that took from start to end, in milliseconds. */
export async function timeNode(args: readonly string[], cwd: string): Promise<number> {
  const startedAt = performance.now();
  await run(process.execPath, args, cwd);
  return performance.now() - startedAt;
}

/** This environment without what would make a measured Node another one. */
export function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, NODE_DEBUG: _debug, ...rest } = process.env;
  return rest;
}
