import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Sandbox } from "@x/conformance";

const PROGRAM = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

/** What a run of the program printed, and how it ended. */
export interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The environment in which the program knows the sandbox only. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  const { clientId, clientSecret } = sandbox.credentials;
  return {
    CULTUREAMP_ORIGIN: sandbox.origin("cultureamp"),
    CULTUREAMP_CLIENT_ID: clientId,
    CULTUREAMP_CLIENT_SECRET: clientSecret,
    EIGHT_BY_EIGHT_ORIGIN: sandbox.origin("8x8"),
    EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_SEARCH_API_KEY: clientSecret,
    EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_MANAGEMENT_API_KEY: clientSecret,
    EIGHT_BY_EIGHT_CUSTOMER_ID: "0016C00000VM1BeQAL",
  };
}

/** Runs the program as the night does: a process of its own, and nothing but its environment. */
export function run(env: Record<string, string>): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [PROGRAM], { env }, (_, stdout, stderr) =>
      resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}
