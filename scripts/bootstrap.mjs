// What `npm start`, `npm test` and the other npm scripts run. It gets the pinned Node and pnpm, installs, and hands over.
// This file must still parse and run on old Nodes, to say that they are too old. So it keeps to plain syntax and loads
// the rest only after the check.
import { readFileSync } from "node:fs";

const manifest = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const needed = /(\d+)\.(\d+)/.exec(manifest.engines.node);
const found = /^v(\d+)\.(\d+)/.exec(process.version);
const enough =
  Number(found[1]) > Number(needed[1]) ||
  (Number(found[1]) === Number(needed[1]) && Number(found[2]) >= Number(needed[2]));

if (enough) {
  void import("./bootstrap/src/main.mjs").then((bootstrap) => bootstrap.main(process.argv.slice(2)));
} else {
  console.error(
    "\nThis is Node " +
      process.version.slice(1) +
      ", and the project needs Node " +
      needed[0] +
      " or newer to start. Install a newer Node (https://nodejs.org) and run the same command again.\n",
  );
  process.exitCode = 1;
}
