import type { ReplayFetch } from "../../src/transport/types.js";

/** What a vendor changes on purpose: the body of an answer, or the answer as a whole. */
export interface SeededChange {
  readonly path: RegExp;
  readonly body?: (body: Members) => void;
  readonly response?: (text: string, init: { status: number; headers: Headers }) => Response;
}

// biome-ignore lint/suspicious/noExplicitAny: the answers are those of any vendor.
export type Members = any;

/** Numbers from 0 to 1, the same ones for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * A vendor's sandbox that lives: lists in another order, members too, new ids and later times in each answer, and now and then a 503. `changes` are
 * what it does otherwise than documented.
 */
export function changingVendor(random: () => number, changes: readonly SeededChange[], share503 = 0.05): ReplayFetch {
  return async (url, init) => {
    if (random() < share503)
      return new Response("{}", { status: 503, headers: random() < 0.5 ? { "retry-after": "0" } : {} });
    const response = await fetch(url, init);
    const path = new URL(url).pathname;
    const { status } = response;
    const headers = new Headers(response.headers);
    const text = await response.text();
    if (status !== 200 || /token$|\/v2\/auth/.test(path) || !/json/.test(headers.get("content-type") ?? ""))
      return new Response(WITHOUT_BODY.has(status) ? null : text, { status, headers });
    const body = lively(JSON.parse(text), random);
    const own = changes.filter((change) => change.path.test(path));
    for (const change of own) change.body?.(body);
    const changed = own.find((change) => change.response)?.response;
    return (
      changed?.(JSON.stringify(body), { status, headers }) ?? new Response(JSON.stringify(body), { status, headers })
    );
  };
}

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;
const TIME = /^\d{4}-\d\d-\d\dT/;

/** Other order, other times, and other ids but for those that lead on. */
function lively(value: Members, random: () => number, name = ""): Members {
  if (Array.isArray(value)) return value.map((item) => lively(item, random)).sort(() => random() - 0.5);
  if (typeof value === "string" && TIME.test(value))
    return new Date(Date.now() + Math.floor(random() * 1e9)).toISOString();
  if (typeof value === "string" && UUID.test(value) && !/^(id|managerReviewId|uri|nextPath)$/.test(name))
    return value.replace(
      UUID,
      `${Math.floor(random() * 1e8)
        .toString(16)
        .padStart(8, "0")}-0000-4000-8000-000000000000`,
    );
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([key, member]) => [key, lively(member, random, key)] as const);
  return Object.fromEntries(members.sort(() => random() - 0.5));
}
