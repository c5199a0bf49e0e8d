import { spawn } from "node:child_process";

export interface Outcome {
  code: number;
  /** What it printed, on both streams. */
  output: string;
}

export interface RunOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv;
  /** Milliseconds after which the program is killed. */
  timeout?: number;
}

/** Runs a program and keeps what it prints. A program that cannot be started is an outcome too. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const shell = process.platform === "win32" && !program.endsWith(".exe");
    const child = spawn(program, args, { ...options, shell, stdio: ["ignore", "pipe", "pipe"], killSignal: "SIGKILL" });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8").on("data", (text: string) => {
        output += text;
      });
    }
    child.once("error", (error) => resolve({ code: 1, output: `${output}${error.message}` }));
    child.once("close", (code, signal) => {
      resolve({ code: code ?? 1, output: signal === null ? output : `${output}\nended by ${signal}` });
    });
  });
}
