import type { Layer } from "@x/client-core";
import type { CustomerExperienceOptions } from "../options.js";
import { apiKey, header } from "./api-key.js";
import { productCredential } from "./product-credential.js";

/** Two headers: `8x8-apikey`, and `token`, which 8x8 handed out on request. */
export function customerExperience(title: string, options: CustomerExperienceOptions, variable: string): Layer {
  const withKey = apiKey(title, "8x8-apikey", options.apiKey, variable);
  const withToken = header("token", () => productCredential(title, "token", options.token, `${variable}_TOKEN`));
  return (next) => withKey(withToken(next));
}
