// No file names a place on somebody's machine, and none holds what a merge left behind.

import { readFile, stat } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { runCheck } from "../report.ts";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const leftovers: [what: string, pattern: RegExp][] = [
  ["a path of somebody's machine", /(?<=^|[\s"'`(=])\/(?:root|(?:home|Users)\/[a-z][\w.-]*)\/|\b[A-Z]:\\Users\\/m],
  ["a mark of an unfinished merge", /^(?:<{7}|>{7}|\|{7}) /m],
  ["a registry's address in the lockfile", /tarball: https?:/],
];
for (const place of [root, `${homedir()}/`]) {
  // Shorter ones, such as /app, are also words of URLs.
  if (place.split(/[\\/]/).filter(Boolean).length > 1) leftovers.push(["a path of this machine", literal(place)]);
}

await runCheck("leftovers", async ({ pass, fail }) => {
  const listed = await run("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], { cwd: root });
  if (listed.code !== 0) throw new Error(`git cannot list the files: ${listed.output}`);
  const found: string[] = [];
  const files = listed.output.split("\0").filter(Boolean);
  for (const file of files) {
    const path = join(root, file);
    const isFile = await stat(path).then(
      (stats) => stats.isFile(),
      () => false,
    );
    if (!isFile) continue;
    const text = await readFile(path, "utf8");
    for (const [what, pattern] of leftovers) {
      const match = pattern.exec(text);
      if (match !== null) found.push(`${file}:${text.slice(0, match.index).split("\n").length} holds ${what}`);
    }
  }
  if (found.length === 0) pass(`${files.length} files`);
  else fail("leftovers", found.join("\n"));
});

function literal(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&"));
}
