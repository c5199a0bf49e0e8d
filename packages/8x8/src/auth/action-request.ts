import { ConfigurationError, type Layer } from "@x/client-core";
import type { ClusterOptions } from "../options.js";
import { productCredential } from "./product-credential.js";

/**
 * HTTP Basic of user name and Action Request Token (RFC 7617).
 *
 * Source: https://developer.8x8.com/actions-events/docs/introduction
 */
export function actionRequest(title: string, options: ClusterOptions): Layer {
  return (next) => async (url, init) => {
    const username = productCredential(title, "username", options.username, "ACTION_REQUEST_USERNAME");
    const token = productCredential(title, "actionRequestToken", options.actionRequestToken, "ACTION_REQUEST_TOKEN");
    if (username.includes(":")) throw new ConfigurationError("username", "holds a colon, which Basic cannot carry");
    const value = btoa(String.fromCharCode(...new TextEncoder().encode(`${username}:${token}`)));
    init.call.secrets.push(value, token);
    init.headers.set("authorization", `Basic ${value}`);
    return next(url, init);
  };
}
