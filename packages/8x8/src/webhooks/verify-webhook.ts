import { crc32 } from "./crc32.js";

/** Headers of an incoming request: names in any case, e.g. `request.headers` of Node or of the fetch standard. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** An RSA public key as JSON, as the vendor answers it under the key id of the signature; its text serves as well. */
export type WebhookKey = JsonWebKey | string;

interface JoseHeader {
  alg?: unknown;
  kid?: unknown;
  b64?: unknown;
  crit?: unknown;
}

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

function headerOf(headers: WebhookHeaders, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const found = Object.keys(headers).find((other) => other.toLowerCase() === name);
  const value = found === undefined ? undefined : headers[found];
  return typeof value === "string" ? value : undefined;
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  if (!/^[\w-]*$/.test(text)) throw new SyntaxError("no base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (char) => char.charCodeAt(0));
}

function readSignature(headers: WebhookHeaders): {
  head: string;
  jose: JoseHeader;
  signature: Uint8Array<ArrayBuffer>;
} {
  const [head = "", payload, signature = "", ...more] = (headerOf(headers, "x-8x8-signature") ?? "").split(".");
  if (payload !== "" || more.length) throw new SyntaxError("no detached JWS");
  const jose = JSON.parse(new TextDecoder().decode(fromBase64Url(head))) as JoseHeader;
  return { head, jose, signature: fromBase64Url(signature) };
}

/** The id of the key that signed an event, to read the key by; `undefined` where there is no readable signature. */
export function webhookKeyId(headers: WebhookHeaders): string | undefined {
  try {
    const { kid } = readSignature(headers).jose;
    return typeof kid === "string" ? kid : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What 8x8 signs of an event: compact JSON of the body's CRC-32 and five headers, in this order. `undefined` where a
 * header is missing or is not what is documented.
 */
export function webhookPayload(headers: WebhookHeaders, body: string | Uint8Array): string | undefined {
  const read = (name: string) => headerOf(headers, `x-8x8-${name}`);
  const [cid, eid, retry = "", tid, tt = ""] = [
    read("customer-id"),
    read("event-id"),
    read("retry"),
    read("tenant-id"),
    read("transmission-time"),
  ];
  const isNumber = (text: string) => /^(0|[1-9]\d{0,14})$/.test(text);
  if (cid === undefined || eid === undefined || tid === undefined || !isNumber(retry) || !isNumber(tt))
    return undefined;
  const checksum = crc32(typeof body === "string" ? new TextEncoder().encode(body) : body);
  return JSON.stringify({ checksum, cid, eid, retry: Number(retry), tid, tt: Number(tt) });
}

/**
 * Whether 8x8 sent this event to the Chat API or the Chat Gateway, and as it is: a detached JWS (RFC 7515, RFC 7797) with
 * RS256 over {@link webhookPayload}. Anything that is not such a signature gives `false`. The comparison is that of
 * WebCrypto, on public values: it tells nothing by its time.
 *
 * Deliver each `x-8x8-event-id` once: the vendor repeats events, and the signature does not say when it ends.
 *
 * @param body the raw body, as it arrived: text or bytes, not parsed.
 * @param key the public key that `webhookKeyId` names, from `.../jwk/{id}/public`.
 *
 * Source: https://developer.8x8.com/contactcenter/docs/verify-webhook-callbacks
 */
export async function verifyWebhook(
  headers: WebhookHeaders,
  body: string | Uint8Array,
  key: WebhookKey,
): Promise<boolean> {
  try {
    const { head, jose, signature } = readSignature(headers);
    const payload = webhookPayload(headers, body);
    const isDocumented =
      jose.alg === "RS256" && jose.b64 === false && Array.isArray(jose.crit) && jose.crit.join() === "b64";
    if (!isDocumented || payload === undefined) return false;
    const jwk = (typeof key === "string" ? JSON.parse(key) : key) as JsonWebKey;
    // What it may be used for by its own words, and its id, are the vendor's business.
    const { kty = "", n = "", e = "" } = jwk;
    const imported = await crypto.subtle.importKey("jwk", { kty, n, e }, RS256, false, ["verify"]);
    return await crypto.subtle.verify(RS256, imported, signature, new TextEncoder().encode(`${head}.${payload}`));
  } catch {
    return false;
  }
}
