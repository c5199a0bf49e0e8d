import type { Exchange } from "../exchange/types.js";

/** A HAR 1.2 log (http://www.softwareishard.com/blog/har-12-spec/). Members that start with `_` are custom, as the format allows. */
export interface Har {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly HarEntry[];
    readonly comment?: string;
  };
}

export interface HarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Record<string, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly comment?: string;
  /** What HAR has no place for, so that an import gives the same exchange again. */
  readonly _exchange: Omit<Exchange, "request" | "response"> & {
    readonly url: string;
    /** Request and response as the exchange has them, where HAR's own members do not give them again. */
    readonly exact?: Pick<Exchange, "request" | "response">;
  };
}

export interface HarPair {
  readonly name: string;
  readonly value: string;
}

interface HarMessage {
  readonly httpVersion: string;
  readonly cookies: readonly HarPair[];
  readonly headers: readonly HarPair[];
  readonly headersSize: number;
  readonly bodySize: number;
}

export interface HarRequest extends HarMessage {
  readonly method: string;
  readonly url: string;
  readonly queryString: readonly HarPair[];
  readonly postData?: HarPostData;
}

/** Fields or text, never both. */
export type HarPostData = { readonly mimeType: string } & (
  | { readonly params: readonly HarPair[] }
  | { readonly text: string }
);

export interface HarResponse extends HarMessage {
  readonly status: number;
  readonly statusText: string;
  readonly content: { readonly size: number; readonly mimeType: string; readonly text?: string };
  readonly redirectURL: string;
}
