import { isTokenEndpoint } from "../openapi/token-endpoint.js";
import { splitUrl } from "../text/split-url.js";
import type { Transport, WireHandler, WireRequest, WireResponse } from "../transport/types.js";
import type { ClientSetup, ReplayClient, Vendor } from "../vendors/types.js";

const TOKEN: WireResponse = {
  status: 200,
  headers: [["content-type", "application/json"]],
  body: JSON.stringify({ access_token: "replay-access-token", token_type: "Bearer", expires_in: 3600 }),
};

/** One vendor on one transport: its clients, kept from exchange to exchange, and whoever answers them now. */
export class Session {
  readonly vendor: Vendor;
  readonly #transport: Transport;
  readonly #clients = new Map<string, ReplayClient>();
  readonly #tokenUrls: ReadonlySet<string>;

  constructor(vendor: Vendor, transport: Transport) {
    this.vendor = vendor;
    this.#transport = transport;
    this.#tokenUrls = new Set(
      vendor.describe().tokenEndpoints.map(({ scheme, host, path }) => `${scheme}://${host}${path}`),
    );
  }

  /** Answers from now on. */
  serve(handler: WireHandler): void {
    this.#transport.serve(handler);
  }

  isTokenRequest(request: WireRequest): boolean {
    if (request.method !== "POST" || this.#tokenUrls.has(request.url)) return request.method === "POST";
    // Hosts and paths with variables in them.
    const { tokenEndpoints } = this.vendor.describe();
    const url = tokenEndpoints.some(({ host, path }) => `${host}${path}`.includes("{"))
      ? splitUrl(request.url)
      : undefined;
    return url !== undefined && tokenEndpoints.some((endpoint) => isTokenEndpoint(endpoint, url));
  }

  /** What a token request gets that no exchange documents. */
  get token(): WireResponse {
    return TOKEN;
  }

  /** A client that has not been used before. */
  newClient(setup: Omit<ClientSetup, "fetch">): ReplayClient {
    return this.vendor.createClient({ ...setup, fetch: this.#transport.fetch });
  }

  /** The client for callers of this kind: made once, so that its token is fetched once. */
  sharedClient(setup: Omit<ClientSetup, "fetch">): ReplayClient {
    const key = JSON.stringify(setup);
    let client = this.#clients.get(key);
    if (client === undefined) {
      client = this.newClient(setup);
      this.#clients.set(key, client);
    }
    return client;
  }
}
