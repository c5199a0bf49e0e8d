import { readFileSync } from "node:fs";
import { crc32 as zlibCrc32 } from "node:zlib";
import { beforeAll, describe, expect, test } from "vitest";
import { verifyWebhook, webhookKeyId, webhookPayload } from "../src/index.js";
import { crc32 } from "../src/webhooks/crc32.js";

const exchange = new URL("../../../conformance/exchanges/8x8/056-chat-v2-signed-callback.json", import.meta.url);
/** The sample of the documentation. The key that signed it is not published. */
const sample = (
  JSON.parse(readFileSync(exchange, "utf8")) as { request: { headers: Record<string, string>; body: string } }
).request;
/** As the page prints it. */
const PAYLOAD =
  '{"checksum":1564621066,"cid":"vccC8ProdChecksUS","eid":"g4nqGuj8TpCa6tiZ3DeeNw","retry":0,"tid":"vccC8ProdChecksUS","tt":1629804577296}';

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
const encode = (text: string) => new TextEncoder().encode(text);
const toBase64Url = (bytes: Uint8Array | string) => Buffer.from(bytes).toString("base64url");

let keys: CryptoKeyPair;
let key: JsonWebKey;
/** The sample, with the documented JOSE header and payload signed by a key that is at hand. */
let signed: Record<string, string>;

async function sign(headers: Record<string, string>, jose: string, payload = PAYLOAD): Promise<Record<string, string>> {
  const signature = await crypto.subtle.sign(RS256, keys.privateKey, encode(`${jose}.${payload}`));
  return { ...headers, "x-8x8-signature": `${jose}..${toBase64Url(new Uint8Array(signature))}` };
}

beforeAll(async () => {
  keys = (await crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  key = await crypto.subtle.exportKey("jwk", keys.publicKey);
  signed = await sign(sample.headers, sample.headers["x-8x8-signature"]?.split(".")[0] ?? "");
});

describe("the documented sample", () => {
  test("gives the documented payload, with the CRC-32 of its body", () => {
    expect(webhookPayload(sample.headers, sample.body)).toBe(PAYLOAD);
    expect(webhookPayload(sample.headers, encode(sample.body))).toBe(PAYLOAD);
  });

  test("names its key", () => {
    expect(webhookKeyId(sample.headers)).toBe("key1");
  });

  test("is refused under a key that did not sign it", async () => {
    expect(await verifyWebhook(sample.headers, sample.body, key)).toBe(false);
  });

  test("verifies under the key that signs its header and payload: as text, as bytes, in Headers, with the key as text", async () => {
    expect(await verifyWebhook(signed, sample.body, key)).toBe(true);
    expect(await verifyWebhook(signed, encode(sample.body), key)).toBe(true);
    expect(await verifyWebhook(new Headers(signed), sample.body, JSON.stringify(key))).toBe(true);
    const upper = Object.fromEntries(Object.entries(signed).map(([name, value]) => [name.toUpperCase(), value]));
    expect(await verifyWebhook(upper, sample.body, { ...key, use: "sig", alg: "RS256" })).toBe(true);
  });
});

describe("is refused", () => {
  test("any changed byte of the body", async () => {
    const bytes = encode(sample.body);
    for (let at = 0; at < bytes.length; at += 1) {
      const changed = bytes.slice();
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(await verifyWebhook(signed, changed, key)).toBe(false);
    }
    expect(await verifyWebhook(signed, `${sample.body} `, key)).toBe(false);
    expect(await verifyWebhook(signed, "", key)).toBe(false);
  });

  test.each(["customer-id", "event-id", "retry", "tenant-id", "transmission-time"])(
    "a changed or missing x-8x8-%s",
    async (name) => {
      const header = `x-8x8-${name}`;
      expect(await verifyWebhook({ ...signed, [header]: "1" }, sample.body, key)).toBe(false);
      expect(await verifyWebhook({ ...signed, [header]: undefined }, sample.body, key)).toBe(false);
      expect(await verifyWebhook({ ...signed, [header]: ["a", "b"] }, sample.body, key)).toBe(false);
    },
  );

  test("a number in another spelling", async () => {
    for (const retry of ["00", "0x0", " 0", "-0", "0.0", ""])
      expect(await verifyWebhook({ ...signed, "x-8x8-retry": retry }, sample.body, key)).toBe(false);
  });

  test.each([
    ["no algorithm", '{"b64":false,"crit":["b64"],"kid":"key1","alg":"none"}'],
    ["a shared secret", '{"b64":false,"crit":["b64"],"kid":"key1","alg":"HS256"}'],
    ["an encoded payload", '{"kid":"key1","alg":"RS256"}'],
    ["something else that is critical", '{"b64":false,"crit":["b64","exp"],"exp":1,"kid":"key1","alg":"RS256"}'],
  ])("%s, though its signature is right", async (_, jose) => {
    expect(await verifyWebhook(await sign(sample.headers, toBase64Url(jose)), sample.body, key)).toBe(false);
  });

  test.each(["", "a", "a.b.c", "..", "!!..!!", "e30..AA", "a..b.c"])(
    "the signature %j, without an exception",
    async (signature) => {
      const headers = { ...signed, "x-8x8-signature": signature };
      expect(await verifyWebhook(headers, sample.body, key)).toBe(false);
    },
  );

  test("a signature that carries its payload", async () => {
    const [head, , tail] = signed["x-8x8-signature"]?.split(".") ?? [];
    const headers = { ...signed, "x-8x8-signature": `${head}.${toBase64Url(PAYLOAD)}.${tail}` };
    expect(await verifyWebhook(headers, sample.body, key)).toBe(false);
  });

  test("a key that is none", async () => {
    for (const wrong of ["", "{}", "null", "not JSON", { kty: "oct", k: "AA" }])
      expect(await verifyWebhook(signed, sample.body, wrong)).toBe(false);
  });

  test("no headers at all", async () => {
    expect(await verifyWebhook({}, sample.body, key)).toBe(false);
    expect(webhookKeyId({})).toBeUndefined();
  });
});

test("CRC-32 is that of zlib", () => {
  for (const text of ["", "a", "123456789", sample.body, "ünïcödé ☎"])
    expect(crc32(encode(text))).toBe(zlibCrc32(text));
});
