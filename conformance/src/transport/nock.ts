import type { ReplayFetch, Transport, WireHandler } from "./types.js";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const ANY_ORIGIN = /^https?:\/\/.*/;

/**
 * Has nock intercept the platform's own `fetch`. While it is open nothing reaches the network; closing it takes nock's hooks out again. nock is
 * an in-process stand-in: good for statuses, headers and bodies, not for timing or broken connections.
 */
export async function openNock(): Promise<Transport> {
  const { default: nock } = await import("nock");
  let handler: WireHandler | undefined;
  // Importing nock for the first time turns it on already.
  if (!nock.isActive()) nock.activate();
  nock.disableNetConnect();
  const scope = nock(ANY_ORIGIN).persist();
  for (const method of METHODS) {
    scope
      .intercept(() => true, method)
      .reply(async (request: Request) => {
        if (handler === undefined) return [500, "nobody answers on this transport yet"];
        const body = request.body === null ? null : await request.text();
        const answer = handler({ method: request.method, url: request.url, headers: new Map(request.headers), body });
        return [answer.status, answer.body ?? "", answer.headers.flat()];
      });
  }
  const fetch: ReplayFetch = (url, init) => globalThis.fetch(url, init);
  return {
    name: "nock",
    fetch,
    serve: (next) => {
      handler = next;
    },
    close: async () => {
      nock.cleanAll();
      nock.enableNetConnect();
      nock.restore();
    },
  };
}
