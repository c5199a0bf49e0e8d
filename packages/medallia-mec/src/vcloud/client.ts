import {
  type Client,
  type ClientOptions,
  checkOrigin,
  createClient,
  credential,
  type Layer,
  type OperationPolicy,
} from "@x/client-core";
import type { paths } from "../generated/vcloud.js";

/** Options of {@link createVCloudClient}. */
export interface VCloudClientOptions extends ClientOptions {
  /** Token of the account. Default: the environment variable `MEDALLIA_MEC_VCLOUD_TOKEN`. */
  token?: string | undefined;
  /** Scheme and host. Default `https://vcloud.vocitec.com`. */
  origin?: string | undefined;
}

const policies: Readonly<Record<string, OperationPolicy>> = {
  "POST /transcribe": { retry: "never" },
  // JSON or text, as was asked for; while there is none, words.
  "GET /transcribe/result/{requestid}": { anyBody: true, accept: "*/*" },
  "GET /status": { parseAs: "text", accept: "*/*" },
};

/** A typed client for V-Cloud. */
export type VCloudClient = Client<paths>;

/**
 * A client for V-Cloud (Voci), which transcribes speech. Its token goes into the form of a transcription and into the
 * query of its result; there is no OAuth. A transcription is not sent twice. Nothing is sent before the first call.
 *
 * @throws ConfigurationError for an option that is missing or cannot work; it names the option.
 *
 * Source: https://github.com/medallia/public-api-swaggers/blob/master/vcloud.yaml
 */
export function createVCloudClient(options: VCloudClientOptions = {}): VCloudClient {
  const token = credential("token", options.token, "MEDALLIA_MEC_VCLOUD_TOKEN");
  return createClient<paths>(
    {
      vendor: "medallia-mec",
      origin: checkOrigin("origin", options.origin ?? "https://vcloud.vocitec.com"),
      authorize: withToken(token),
      policy: (operation) => policies[operation],
    },
    options,
  );
}

function withToken(token: string): Layer {
  return (next) => (url, init) => {
    const { call, body } = init;
    if (call.operation === "GET /status") return next(url, init);
    call.secrets.push(token);
    if (body instanceof FormData) {
      // The caller's form is left without the token.
      const form = new FormData();
      for (const [name, value] of body) form.append(name, value);
      form.set("token", token);
      return next(url, { ...init, body: form });
    }
    return next(`${url}${url.includes("?") ? "&" : "?"}token=${encodeURIComponent(token)}`, init);
  };
}
