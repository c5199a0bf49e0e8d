#!/usr/bin/env node
import { run } from "./run.js";
import { processTerminal } from "./terminal.js";

// A reader that stops early, such as head, is no failure of ours.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit();
});

process.exitCode = await run(process.argv.slice(2), processTerminal());
