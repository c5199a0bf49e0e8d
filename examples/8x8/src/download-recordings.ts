// Streams the call recordings of one day into files: none of them is ever whole in memory.

import { createWriteStream } from "node:fs";
import { access, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createStorageClient, downloadObject, isApiClientError, type StorageOptions } from "@x/8x8/storage";

async function main([region, day, folder]: readonly string[]): Promise<void> {
  if (region === undefined || day === undefined || folder === undefined)
    throw new Error("Usage: npm run recordings -- <region> <YYYY-MM-DD> <folder>");
  const storage = createStorageClient({
    region: region as NonNullable<StorageOptions["region"]>,
    origin: process.env.EIGHT_BY_EIGHT_ORIGIN,
  });
  await mkdir(folder, { recursive: true });
  // Times in a filter are milliseconds since the epoch, unlike those in the answers.
  const start = Date.parse(`${day}T00:00:00Z`);
  const filter = `type==callrecording;createdTime=ge=${start};createdTime=lt=${start + 86_400_000}`;
  let count = 0;
  for await (const { id } of storage.paginate("/storage/{region}/v3/objects", { params: { query: { filter } } })) {
    const file = join(folder, `${id}.mp3`);
    if (id === undefined || (await exists(file))) continue;
    const content = await downloadObject(storage, id);
    // Under another name until it is whole.
    await pipeline(Readable.fromWeb(content as ReadableStream), createWriteStream(`${file}.part`));
    await rename(`${file}.part`, file);
    count += 1;
    console.log(file);
  }
  console.log(`${count} recordings`);
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
