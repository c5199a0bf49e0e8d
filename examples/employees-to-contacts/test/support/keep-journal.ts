import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "@x/conformance";

/** Writes what was sent and answered as HAR, which the network panel of any browser opens. Returns the file. */
export function keepJournal(sandbox: Sandbox, test: string, folder: string = "reports"): string {
  const file = join(folder, `${test.replaceAll(/[^a-z0-9]+/gi, "-")}.har`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, JSON.stringify(sandbox.toHar(), null, 2));
  return file;
}
