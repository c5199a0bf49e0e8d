/** A text that is a secret by its looks. */
interface Shape {
  /** What its placeholder is called. */
  readonly label: string;
  /** The group `secret` is what has to go. A placeholder does not fit. */
  readonly pattern: RegExp;
}

/** Tokens, keys and credentials that are known by their looks, whatever the name of the place where they stand. */
const SHAPES: readonly Shape[] = [
  {
    label: "private-key",
    pattern: /(?<secret>-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----)/g,
  },
  { label: "jwt", pattern: /(?<secret>\bey[JI][\w-]{6,}\.[\w-]{2,}(?:\.[\w-]*){0,3})/g },
  { label: "bearer", pattern: /\bbearer(?:\s|%20|\+)+(?<secret>(?![\w-]+=\\*"|<)[^\s"',;<>\\]{6,})/gi },
  { label: "basic", pattern: /\bbasic(?:\s|%20|\+)+(?<secret>(?![\w-]+=\\*"|<)[A-Za-z0-9+/_%-]{8,}={0,2})/gi },
  { label: "password", pattern: /:\/\/(?<secret>[^\s/@:"'<>]+:[^\s/@"'<>]+)@/g },
  { label: "user", pattern: /:\/\/(?<secret>(?=[^\s/@:"'<>]{0,60}\d)[^\s/@:"'<>]{8,256})@/g },
  { label: "password", pattern: /\s(?:-u|--user)[ =]["']?(?<secret>[^\s:"'<>]{1,200}:[^\s"'<>]{4,200})/g },
  {
    label: "key",
    pattern:
      /(?<secret>\b(?:sk|pk|rk|whsec|ghp|gho|ghs|ghu|github_pat|glpat|xox[abprs]|AKIA|ASIA)[_-]?[A-Za-z0-9_-]{16,})/g,
  },
  {
    label: "webhook",
    pattern: /:\/\/[^\s"'<>]{0,60}?hooks?\b[^\s"'<>]{0,100}\/(?<secret>(?=\w*\d)\w{20,256})(?=[\s"'<>?#]|$)/g,
  },
  { label: "hex", pattern: /(?<![0-9A-Za-z])(?<secret>[0-9a-fA-F]{32,})(?![0-9A-Za-z])/g },
];

/** A secret that was found by its looks. */
export interface FoundShape {
  readonly label: string;
  readonly secret: string;
}

/** Every secret in a text that is known by its looks. */
export function findShapes(text: string): FoundShape[] {
  const found: FoundShape[] = [];
  for (const { label, pattern } of SHAPES)
    for (const { groups } of text.matchAll(pattern)) found.push({ label, secret: groups?.secret ?? "" });
  return found;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a value looks like a key: one long word of letters and digits that is no date and no UUID. */
export function looksOpaque(value: string): boolean {
  return (
    /^[\w.~+/=:-]{12,}$/.test(value) &&
    /\d/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !UUID.test(value) &&
    !/^\d{4}-\d\d-\d\d/.test(value)
  );
}

/** Whether a value looks as if chance had made it: a key with small and capital letters and several digits. */
export function looksRandom(value: string): boolean {
  return looksOpaque(value) && /[a-z]/.test(value) && /[A-Z]/.test(value) && /\d.*\d/.test(value);
}
