// Appends new feedback to feedback.ndjson and remembers in position.json where it stopped.

import { open, readFile, rename, writeFile } from "node:fs/promises";
import {
  createMedalliaMecClient,
  type ExtractionPosition,
  extractFeedback,
  isApiClientError,
  unwrap,
} from "@x/medallia-mec";

async function savedPosition(): Promise<ExtractionPosition | undefined> {
  const text = await readFile("position.json", "utf8").catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as ExtractionPosition);
}

/** Written aside and then renamed: half a position would be none. */
async function savePosition(position: ExtractionPosition): Promise<void> {
  await writeFile("position.json.new", JSON.stringify(position));
  await rename("position.json.new", "position.json");
}

async function main(): Promise<void> {
  const mec = createMedalliaMecClient({ onEvent: ({ type }) => type === "retry" && console.error("trying again") });
  const { me } = await unwrap(mec.query("query { me { roles { name } } }"));
  console.log(`As ${me?.roles.map(({ name }) => name).join(", ") ?? "nobody"}`);

  const file = await open("feedback.ndjson", "a");
  try {
    const pages = extractFeedback(mec, {
      select: "id timezone primaryUnit { identifier name }",
      position: await savedPosition(),
      // Records may become visible a little late: leave the last minute to the next run.
      until: Math.floor(Date.now() / 1_000) - 60,
    });
    let count = 0;
    for await (const { records, position } of pages) {
      await file.appendFile(records.map((record) => `${JSON.stringify(record)}\n`).join(""));
      await file.sync();
      await savePosition(position);
      count += records.length;
      console.log(`${count} records, the last in ${records.at(-1)?.primaryUnit.name}`);
    }
    console.log(count === 0 ? "Nothing new" : "Done");
  } finally {
    await file.close();
  }
}

main().catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
