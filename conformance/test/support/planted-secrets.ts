/** A request with one secret in it, or in its answer. */
export interface Plant {
  readonly place: string;
  readonly secret: string;
  /** Whether the recorder is told the value; else it has to find it. */
  readonly isKnown: boolean;
  readonly url?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly answer?: { readonly headers: Record<string, string | string[]>; readonly body: string };
}

type Planted = Omit<Plant, "place" | "secret" | "isKnown">;
const json = { "content-type": "application/json" };
const form = { "content-type": "application/x-www-form-urlencoded" };
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const answering = (body: unknown, headers: Record<string, string | string[]> = json): Planted => ({
  answer: { headers, body: typeof body === "string" ? body : JSON.stringify(body) },
});
const posting = (body: unknown): Planted => ({ headers: json, body: JSON.stringify(body) });

/** Found by the name of the place, or by looks. */
const FOUND: Readonly<Record<string, (secret: string) => Planted>> = {
  "header Authorization": (s) => ({ headers: { authorization: `Bearer ${s}` } }),
  "header Authorization, Basic": (s) => ({ headers: { authorization: `Basic ${base64(`client:${s}`)}` } }),
  "header X-Api-Key": (s) => ({ headers: { "X-Api-Key": s } }),
  "header Cookie": (s) => ({ headers: { cookie: `theme=dark; sid=${s}` } }),
  "header of an unknown name": (s) => ({ headers: { "X-Acme-Caller": s } }),
  "query parameter": (s) => ({ url: `/v1/a?page=1&access_token=${encodeURIComponent(s)}` }),
  "form field": (s) => ({ headers: form, body: new URLSearchParams({ grant_type: "x", client_secret: s }).toString() }),
  "JSON member": (s) => posting({ password: s, n: 1 }),
  "nested JSON member": (s) => posting({ a: [{ b: { credentials: { value: [s] } } }] }),
  "JSON in a JSON string": (s) => posting({ payload: JSON.stringify({ deep: { apiKey: s } }) }),
  "pair of name and value": (s) => posting({ headers: [{ name: "X-Auth-Token", value: s }] }),
  "JSON in Base64": (s) => posting({ blob: base64(JSON.stringify({ client_secret: s })) }),
  "URL in a query": (s) => ({ url: `/v1/a?next=${encodeURIComponent(`https://a.test/?token=${s}`)}` }),
  "answer: access_token": (s) => answering({ access_token: s, token_type: "Bearer", expires_in: 3599 }),
  "answer: refresh_token, and again under another name": (s) =>
    answering({ note: `use ${s} next time`, refresh_token: s }),
  "answer: Set-Cookie": (s) =>
    answering({}, { ...json, "set-cookie": ["a=b; Path=/", `session=${s}; HttpOnly; Secure`] }),
  "answer: header": (s) => answering({}, { ...json, "x-csrf-token": s }),
  "answer: text": (s) => answering(`login ok\nsecret=${s}\n`, { "content-type": "text/plain" }),
  "answer: XML": (s) =>
    answering(`<r><Password>${s.replaceAll("&", "&amp;")}</Password></r>`, { "content-type": "application/xml" }),
  "answer: Bearer in prose": (s) => answering({ message: `send Bearer ${s} with it` }),
  "part of a multipart body": (s) => ({
    headers: { "content-type": "multipart/form-data; boundary=x" },
    body: `--x\r\nContent-Disposition: form-data; name="client_secret"\r\n\r\n${s}\r\n--x--\r\n`,
  }),
};

/** Anywhere, in any form: the recorder is told the value. */
const KNOWN: Readonly<Record<string, (secret: string) => Planted>> = {
  "path segment": (s) => ({ url: `/v1/${encodeURIComponent(s)}/things` }),
  "plain query parameter": (s) => ({ url: `/v1/a?q=${encodeURIComponent(s)}` }),
  "twice URL-encoded": (s) => ({ url: `/v1/a?q=${encodeURIComponent(encodeURIComponent(s))}` }),
  "plain header": (s) => ({ headers: { "x-note": `hello ${encodeURIComponent(s)}` } }),
  "plain form field": (s) => ({ headers: form, body: new URLSearchParams({ note: `a ${s} b` }).toString() }),
  "plain JSON member": (s) => posting({ note: `a ${s} b` }),
  "member name": (s) => posting({ [s]: 1 }),
  "JSON-escaped in a text": (s) => posting({ raw: `say ${JSON.stringify(s)} {` }),
  "Base64 alone": (s) => posting({ raw: base64(s) }),
  "Base64, one byte before": (s) => posting({ raw: base64(`x${s}y`) }),
  "Base64, two bytes before": (s) => posting({ raw: `data:${base64(`xx${s}yy`)};` }),
  "Base64 for URLs": (s) => ({ url: `/v1/a?q=${Buffer.from(`\u00ff\u00fe${s}`).toString("base64url")}` }),
  hex: (s) => posting({ raw: Buffer.from(s).toString("hex") }),
  "answer: JSON": (s) => answering({ data: [{ echoed: s }] }),
  "answer: HTML": (s) => answering(`<p>${s.replaceAll("&", "&amp;")}</p>`, { "content-type": "text/html" }),
  "answer: plain header": (s) => answering({}, { ...json, "x-echo": encodeURIComponent(s) }),
  "answer: Location": (s) => answering({}, { ...json, "x-next": `https://a.test/cb?s=${encodeURIComponent(s)}#x` }),
};

/** 200 secrets, all different, each in one place; the same ones in every run. */
export function plantedSecrets(): Plant[] {
  const places = [
    ...Object.entries(FOUND).map(([place, plant]) => ({ place, plant, isKnown: false })),
    ...Object.entries(KNOWN).map(([place, plant]) => ({ place, plant, isKnown: true })),
  ];
  return Array.from({ length: 200 }, (_, index) => {
    const { place, plant, isKnown } = places[index % places.length] as (typeof places)[number];
    const secret = secretNumber(index, isKnown);
    return { place, secret, isKnown, ...plant(secret) };
  });
}

/** Letters and digits; of those that the recorder is told, every third with what has to be escaped. */
function secretNumber(index: number, isKnown: boolean): string {
  const word = Buffer.from(`${(index * 2654435761) >>> 0}${(index * 40503 + 12345) >>> 0}`)
    .toString("base64url")
    .slice(0, 20);
  return isKnown && index % 3 === 0 ? `${word}/+ "&=\\${index}` : `k${index}${word}`;
}
