import { STATUS_CODES } from "node:http";
import type { Socket } from "node:net";
import type { Json } from "../exchange/types.js";
import type { Reply } from "./types.js";

/** Header fields by name. */
export type ReplyHeaders = Readonly<Record<string, string>>;

/** Status line and header fields, as they go on the wire. */
export function head(status: number, headers: ReplyHeaders): string {
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? "Unknown"}\r\n${fields.join("")}\r\n`;
}

/** A complete answer. */
export function reply(status: number, headers: ReplyHeaders, body: string | Buffer = ""): Reply {
  const bytes = typeof body === "string" ? Buffer.from(body) : body;
  const length: ReplyHeaders = status === 204 ? {} : { "content-length": String(bytes.length) };
  const whole = Buffer.concat([Buffer.from(head(status, { ...headers, ...length })), bytes]);
  const write = (connection: Socket): void => void connection.write(whole);
  return typeof body === "string" ? Object.assign(write, { plain: { status, headers, body } }) : write;
}

/** An answer with words for what it does. */
export function says(does: string, write: (connection: Socket) => void): Reply {
  return Object.assign((connection: Socket) => write(connection), { does });
}

/** What an answer does, in a few words. */
export function describeReply({ does, plain }: Reply): string {
  if (does !== undefined) return does;
  if (plain === undefined) return "bytes";
  const { "retry-after": wait, location } = plain.headers;
  const header = wait !== undefined ? `, Retry-After: ${wait}` : location !== undefined ? ", to another place" : "";
  return `${plain.status}${header}`;
}

/** A complete answer in JSON. */
export function json(body: Json, status = 200, headers: ReplyHeaders = {}): Reply {
  return reply(status, { "content-type": "application/json", ...headers }, JSON.stringify(body));
}
