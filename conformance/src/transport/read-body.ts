import type { IncomingMessage } from "node:http";

const NOTHING: Buffer = Buffer.alloc(0);

/** The whole body of a request; `undefined` when it has more than `maxBytes`. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer | undefined> {
  const { "content-length": length, "transfer-encoding": coding } = request.headers;
  // HTTP has no body without one of them (RFC 9112 section 6.3): nothing needs to be waited for.
  if (length === undefined && coding === undefined) return NOTHING;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > maxBytes) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
