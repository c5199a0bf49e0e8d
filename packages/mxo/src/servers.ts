import { ConfigurationError } from "@x/client-core";

/**
 * A server by the first label of its host. Those named here are found in the documentation; others exist, and the label
 * of yours stands in the address bar when you are signed in.
 */
export type MxoServer = "eu2" | "na5" | "ap1" | (string & Record<never, never>);

/**
 * Scheme and host of a server.
 * @throws ConfigurationError when the name is no host label.
 */
export function originOf(server: string): string {
  if (!/^[a-z\d]([a-z\d-]{0,61}[a-z\d])?$/i.test(server)) {
    throw new ConfigurationError("server", "is no label of a host, such as eu2");
  }
  return `https://${server}.thunderhead.com`;
}
