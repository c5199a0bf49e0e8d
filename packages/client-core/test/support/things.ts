import type { Emit } from "../../src/events.js";
import {
  type Client,
  type ClientDefinition,
  type ClientOptions,
  createClient,
  type OperationPolicy,
} from "../../src/index.js";

export interface Thing {
  id: string;
  name: string;
}

interface Failure {
  code: number;
  message: string;
}

interface ThingPage {
  items: Thing[];
  next?: string;
}

type Json<Body> = { content: { "application/json": Body } };

/** A made-up API, in the form that openapi-typescript writes. */
export interface Paths {
  "/things": {
    get: {
      parameters: {
        query?: {
          tag?: string[];
          since?: string | Date;
          cursor?: string;
          filter?: Record<string, unknown>;
          limit?: number;
        };
      };
      responses: { 200: Json<ThingPage>; 400: Json<Failure>; 404: Json<Failure> };
    };
    post: {
      parameters: { header?: { "x-mode"?: string } };
      requestBody: { content: { "application/json": { name: string } } };
      responses: { 201: Json<Thing>; 422: Json<{ reasons: string[] }> };
    };
  };
  "/things/{id}": {
    get: { parameters: { path: { id: string } }; responses: { 200: Json<Thing>; 404: Json<Failure> } };
    head: { parameters: { path: { id: string } }; responses: { 200: { content?: never } } };
    put: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": { name: string } } };
      responses: { 200: Json<Thing> };
    };
    delete: {
      parameters: { path: { id: string } };
      requestBody?: { content: { "application/json": { reason: string } } };
      responses: { 204: { content?: never }; 404: { content?: never } };
    };
  };
  "/things/{id}/parts/{part}": {
    get: { parameters: { path: { id: string; part: number } }; responses: { 200: Json<Thing> } };
  };
  "/upload": {
    post: {
      requestBody: {
        content: { "multipart/form-data": { file: string }; "application/octet-stream": string };
      };
      responses: { default: Json<{ stored: boolean }> };
    };
  };
  "/form": {
    post: {
      requestBody: { content: { "application/x-www-form-urlencoded": { name: string; tags?: string[]; at?: Date } } };
      responses: { 202: { content?: never } };
    };
  };
  "/report": { get: { responses: { 200: { content: { "text/csv": string } } } } };
}

export interface Paged {
  "/things": Thing;
}

export type ThingsClient = Client<Paths, Paged>;

/** Never called: it makes `https://things.example` a place that no test reaches by accident. */
export const ORIGIN = "https://things.example";

/** A client over the made-up API. Waits between attempts are short. */
export function thingsClient(
  options: ClientOptions = {},
  definition: Partial<ClientDefinition> & { policies?: Record<string, OperationPolicy> } = {},
): ThingsClient {
  const { policies = {}, ...rest } = definition;
  return createClient<Paths, Paged>(
    {
      vendor: "things",
      origin: ORIGIN,
      policy: (operation) => policies[operation],
      paging: {
        "/things": {
          items: (page) => (page as ThingPage | undefined)?.items,
          next(page) {
            const { next } = page as ThingPage;
            return next === undefined ? undefined : { key: next, request: { rawQuery: `cursor=${next}` } };
          },
        },
      },
      ...rest,
    },
    { ...options, retry: options.retry ?? { baseDelayMs: 1, maxDelayMs: 2 } },
  );
}

type Step = Response | Error | ((url: string, init: RequestInit) => Response | Promise<Response>);

/** A fetch that gives these answers one after the other (the last one for ever), and what it was called with. */
export function scripted(...steps: Step[]): {
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  calls: { url: string; init: RequestInit; headers: Record<string, string> }[];
} {
  const calls: { url: string; init: RequestInit; headers: Record<string, string> }[] = [];
  return {
    calls,
    async fetch(url, init) {
      calls.push({ url, init, headers: Object.fromEntries(new Headers(init.headers)) });
      const step = steps[Math.min(calls.length, steps.length) - 1];
      if (step instanceof Error) throw step;
      if (typeof step === "function") return step(url, init);
      if (!step) throw new Error("no answer was scripted");
      return step.clone();
    },
  };
}

/** An answer of JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "content-type": "application/json", ...headers } });
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("it did not fail");
}

/** A promise and what settles it. */
export function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Tells `listen` what a layer emits. */
export function emitting(listen: (make: () => unknown) => void): Emit {
  return Object.assign((_: unknown, make: () => unknown) => listen(make), { isHeard: () => true });
}
