import { headerPairs, readableText } from "./capture.js";
import type { Recorder } from "./recorder.js";

/**
 * A `fetch` that writes an exchange of every request that it sends and leaves request and answer as they are. To be given to a client in place of
 * the platform's. Redirects are followed as the client says; the exchange has the first URL and the last answer.
 *
 * @param fetch what sends. Default: the platform's `fetch`.
 */
export function recordingFetch(
  recorder: Recorder,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, { ...init, ...(init?.body ? { duplex: "half" } : {}) } as RequestInit);
    const { method, url } = request;
    // A copy is read beside the one that is sent.
    const sent = bytesOf(isRepeatable(input, init) ? request : request.clone());
    sent.catch(() => undefined);
    let response: Response;
    try {
      response = await (isRepeatable(input, init) ? fetch(input, init) : fetch(request));
    } catch (error) {
      recorder.refuse(method, url, "there was no answer");
      throw error;
    }
    const answer = bytesOf(response.clone());
    recorder.track(
      Promise.all([sent, answer]).then(
        ([requestBytes, responseBytes]) =>
          recorder.record({
            method,
            url,
            requestHeaders: [...request.headers],
            requestBody: readableText(requestBytes, request.headers.get("content-type") ?? undefined),
            status: response.status,
            responseHeaders: headerPairs(response.headers),
            responseBody: readableText(responseBytes, response.headers.get("content-type") ?? undefined),
          }),
        () => recorder.refuse(method, url, "a body broke off"),
      ),
    );
    return response;
  };
}

/** Whether the same arguments can be read twice: then they are passed on as they were given. */
function isRepeatable(input: RequestInfo | URL, init: RequestInit | undefined): boolean {
  return !(input instanceof Request) && !(init?.body instanceof ReadableStream);
}

async function bytesOf(message: Request | Response): Promise<Uint8Array> {
  return new Uint8Array(await message.arrayBuffer());
}
