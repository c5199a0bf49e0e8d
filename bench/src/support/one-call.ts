/** The least that a user writes, with our package and with bare openapi-fetch over the same types. */
export const oneCall = {
  ours: `import { createCultureAmpClient } from "@x/cultureamp";

const client = createCultureAmpClient({ permissions: ["employees-read"] });
const { data, error } = await client.GET("/v1/employees/{id}", { params: { path: { id: "1" } } });
if (error) throw error;
console.log(data.data.name);
`,
  openapiFetch: `import createClient from "openapi-fetch";
import type { paths } from "./cultureamp.js";

const client = createClient<paths>({ baseUrl: "https://api.cultureamp.com", headers: { authorization: "Bearer token" } });
const { data, error } = await client.GET("/v1/employees/{id}", { params: { path: { id: "1" } } });
if (error) throw error;
console.log(data.data.name);
`,
  /** The same with tokens that are fetched and renewed, without retries, deadlines or errors. */
  peers: `import { OAuth2Client, OAuth2Fetch } from "@badgateway/oauth2-client";
import createClient from "openapi-fetch";

const oauth = new OAuth2Client({ server: "https://api.cultureamp.com", clientId: "id", clientSecret: "secret" });
const tokens = new OAuth2Fetch({ client: oauth, getNewToken: () => oauth.clientCredentials() });
const client = createClient({ baseUrl: "https://api.cultureamp.com", fetch: (request) => tokens.fetch(request) });
const { data, error } = await client.GET("/v1/employees/{id}", { params: { path: { id: "1" } } });
if (error) throw error;
console.log(data.data.name);
`,
};
