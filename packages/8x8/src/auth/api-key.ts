import type { Layer } from "@x/client-core";
import { productCredential } from "./product-credential.js";

/** A credential in a header of its own. */
export function header(name: string, read: () => string): Layer {
  return (next) => async (url, init) => {
    const value = read();
    init.call.secrets.push(value);
    init.headers.set(name, value);
    return next(url, init);
  };
}

/** A product's API key, in the header that the product knows it by. */
export function apiKey(title: string, name: string, value: string | undefined, variable: string): Layer {
  return header(name, () => productCredential(title, "apiKey", value, `${variable}_API_KEY`));
}
