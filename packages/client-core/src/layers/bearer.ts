import type { TokenSource } from "@x/auth-core";
import { isReplayable, type Layer, type SendInit } from "../call.js";

/**
 * Puts the access token on the request. A 401 is answered by one replay with a new token: only with a body that can be
 * sent again, and only when the refused token was ours. A 403 is never replayed.
 */
export function bearer(tokens: TokenSource): Layer {
  async function authorize({ call, headers }: SendInit) {
    const token = await tokens.get({ signal: call.controller.signal });
    const value = token.reveal();
    call.secrets.push(value);
    headers.set("authorization", `Bearer ${value}`);
    return token;
  }

  return (next) => async (url, init) => {
    const { call, headers } = init;
    // The caller's own header is the caller's affair; one of an earlier attempt is ours.
    const own = headers.get("authorization");
    if (own && !call.secrets.includes(own.slice("Bearer ".length))) return next(url, init);
    const token = await authorize(init);
    const response = await next(url, init);
    if (response.status !== 401) return response;
    tokens.reject(token);
    if (call.replayed || !isReplayable(init.body)) return response;
    call.replayed = true;
    await authorize(init);
    return next(url, init);
  };
}
