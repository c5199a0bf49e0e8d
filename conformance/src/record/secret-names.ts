import { isSecretName } from "../compare/withhold.js";

const FURTHER =
  /passphrase|passcode|\bpwd\b|session|jwt|bearer|\botp\b|private[-_]?key|access[-_]?key|subscription[-_]?key|account[-_]?key|(^|[-_])(auth|key|sig|sid|csrf|xsrf|hmac|(?:next|c)?nonce|pin)$|auth[-_]?(code|key)|code[-_]?verifier|device[-_]?code/i;
/** An authorization code has this name; so have many harmless members of JSON. */
const IN_A_FORM = /^(code|pass)$/i;

/** Knows the names of headers, parameters and members whose values must not survive. */
export function secretNames(more: readonly string[]): (name: string, place?: "form") => boolean {
  const own = new Set(more.map((name) => name.toLowerCase()));
  return (name, place) =>
    own.has(name.toLowerCase()) ||
    isSecretName(name) ||
    (FURTHER.test(name) && !/expires|type$/i.test(name)) ||
    (place === "form" && IN_A_FORM.test(name));
}
