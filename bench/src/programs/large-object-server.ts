// Run by memory.ts, in a process of its own, so that its memory is not the client's. Serves a token, and objects whose id
// is their length in bytes. Sends its origin to the parent, and ends with it.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { token } from "../support/answers.ts";

const block = Buffer.alloc(64 * 1024, 7);

function* blocks(length: number): Iterable<Buffer> {
  for (let left = length; left > 0; left -= block.length) yield left < block.length ? block.subarray(0, left) : block;
}

const server = createServer((request, response) => {
  request.resume();
  const [, length] = /\/objects\/(\d+)\/content$/.exec(request.url ?? "") ?? [];
  if (length === undefined) {
    response.setHeader("content-type", "application/json");
    response.end(token);
    return;
  }
  response.writeHead(200, { "content-type": "audio/mpeg", "content-length": length });
  Readable.from(blocks(Number(length)), { objectMode: false }).pipe(response);
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once("disconnect", () => process.exit());
