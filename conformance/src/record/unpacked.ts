import { gunzipSync, inflateSync } from "node:zlib";

/** More is not looked at: what is packed that well is no answer of an API. */
const MOST_BYTES = 4 * 1024 * 1024;

/** Bytes as text, unpacked first where they are gzip or zlib: as some APIs put logs and reports into JSON. */
export function unpacked(bytes: Buffer): string {
  const unpack = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync : bytes[0] === 0x78 ? inflateSync : undefined;
  if (unpack === undefined) return bytes.toString("utf8");
  try {
    return unpack(bytes, { maxOutputLength: MOST_BYTES }).toString("utf8");
  } catch {
    return bytes.toString("utf8");
  }
}
