// Run by memory.ts, in a process of its own: reads an object to its end with one client and prints by how much the
// process grew meanwhile, in bytes, and how many it read. Arguments: client, origin, length of the object.

import { createStorageClient, downloadObject } from "@x/8x8/storage";

const [name = "", origin = "", length = ""] = process.argv.slice(2);

const storage = createStorageClient({ clientId: "id", clientSecret: "secret", origin });

const readers: Record<string, (id: string) => Promise<ReadableStream<Uint8Array> | null>> = {
  "@x/8x8": (id) => downloadObject(storage, id),
  fetch: async (id) => (await fetch(`${origin}/storage/us-west/v3/objects/${id}/content`)).body,
};

const open = readers[name];
if (open === undefined) throw new Error(`there is no client named ${name}`);

let peak = 0;

async function read(id: string): Promise<number> {
  let bytes = 0;
  for await (const chunk of (await open?.(id)) ?? []) {
    bytes += chunk.length;
    peak = Math.max(peak, process.memoryUsage.rss());
  }
  return bytes;
}

// The token, the connection and the code that reads are there before it counts.
await read(String(16 * 1024 * 1024));
globalThis.gc?.();
const before = process.memoryUsage.rss();
peak = before;
const bytes = await read(length);
console.log(JSON.stringify({ grownBytes: peak - before, peakBytes: peak, bytes }));
process.exit();
