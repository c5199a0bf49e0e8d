import type { Layer } from "@x/client-core";

/** Public keys are read without credentials, as the vendor's samples do: it works without any. */
export function withPublicKeys(authorize: Layer): Layer {
  return (next) => {
    const send = authorize(next);
    return (url, init) => (init.call.operation.endsWith("/public") ? next(url, init) : send(url, init));
  };
}
