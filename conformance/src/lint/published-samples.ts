/**
 * Credentials that vendors print on public documentation pages, by the first 16 hexadecimal digits of their SHA-256: they look live and are not.
 */
export const publishedSamples: ReadonlySet<string> = new Set([
  "0109f8e919d98ddf",
  "0df59f8bbe6deb4a",
  "11f783fac8001384",
  "2a5f2573b913c72b",
  "45537517458ca2d4",
  "52b7a340d77b133c",
  "70990f60f7146aeb",
  "7e518706da75d6e0",
  "96e9ebaee02fb442",
  "9d9ebfbe8f61fb49",
  "bfdfdb388f675a2e",
  "c79d039910908408",
  "d2e2fc6b2306db7c",
  "f68ee51367b2c716",
]);
