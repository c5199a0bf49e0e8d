import { ClientSecretBasic } from "oauth4webapi";
import { ConfigurationError } from "./errors.js";

/** Puts the client's credentials on a token request: into its form fields or its headers. */
export type AuthenticateClient = (form: URLSearchParams, headers: Headers) => void;

/**
 * A way for a client to authenticate at the token endpoint (RFC 6749 section 2.3.1).
 * @throws ConfigurationError when the credentials cannot be expressed in this way.
 */
export type ClientAuthentication = (clientId: string, clientSecret: string) => AuthenticateClient;

/** Client id and secret as the form fields `client_id` and `client_secret`. */
export const post: ClientAuthentication = (clientId, clientSecret) => (form) => {
  form.set("client_id", clientId);
  form.set("client_secret", clientSecret);
};

/**
 * HTTP Basic with both values form-encoded first, as RFC 6749 section 2.3.1 has it. Servers that decode plain
 * `id:secret` refuse it as soon as a value holds a character such as `-`: use {@link basicRaw} for those.
 */
export const basicRfc6749: ClientAuthentication = (clientId, clientSecret) => {
  const apply = ClientSecretBasic(clientSecret);
  return (form, headers) => {
    void apply({ issuer: "" }, { client_id: clientId }, form, headers);
  };
};

/** HTTP Basic of plain `id:secret` in UTF-8 (RFC 7617), which is what most vendors mean by Basic. */
export const basicRaw: ClientAuthentication = (clientId, clientSecret) => {
  if (clientId.includes(":")) {
    throw new ConfigurationError(
      "clientId",
      "holds a colon, which plain Basic authentication cannot carry; use form fields or RFC 6749 Basic",
    );
  }
  return (_form, headers) => {
    const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`);
    headers.set("authorization", `Basic ${btoa(String.fromCharCode(...bytes))}`);
  };
};
