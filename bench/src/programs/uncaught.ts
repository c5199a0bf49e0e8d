// Run by canaries.ts, in a process of its own: a call that fails with an error nobody catches, which Node prints.

import { createCultureAmpClient, unwrap } from "@x/cultureamp";

const client = createCultureAmpClient({
  permissions: ["employees-read"],
  origin: process.env.CANARY_ORIGIN,
  retry: false,
});
console.log("client:", client);
await unwrap(client.GET("/v1/employees"));
