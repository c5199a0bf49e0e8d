#!/usr/bin/env node
import { exitCode } from "./exit-code.js";
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

let hasEnded = false;

// A reader that stops early, such as head, is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") return;
  hasEnded = true;
  process.exit();
});

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 20)) {
  process.stderr.write(`conformance: needs Node 22.20 or newer; this is ${process.version}\n`);
  process.exit(exitCode.environment);
}

// A client of the user's own may end the process, or leave nothing to wait for. A run that has no end has found nothing.
process.on("exit", () => {
  if (hasEnded) return;
  process.stderr.write("conformance: ended in the middle of the run; does a client of your own call process.exit()?\n");
  process.exitCode = exitCode.unusable;
});

process.exitCode = await run(process.argv.slice(2), processTerminal());
hasEnded = true;
// A client of the user's own may leave something open. What is still being written is waited for.
process.stdout.write("", () => setTimeout(() => process.exit(), 500).unref());
