// A token and one call over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createCultureAmpClient } from "@x/cultureamp";

const employees = { data: [{ id: "1", name: "Ada" }] };
const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  if (request.url === "/v1/oauth2/token") {
    response.end('{ "access_token": "one", "token_type": "Bearer", "expires_in": 3600 }');
  } else {
    response.statusCode = request.headers.authorization === "Bearer one" ? 200 : 401;
    response.end(JSON.stringify(employees));
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const client = createCultureAmpClient({
    clientId: "id",
    clientSecret: "secret",
    permissions: ["employees-read"],
    origin: `http://127.0.0.1:${server.address().port}`,
  });
  const { data } = await client.GET("/v1/employees");
  assert.deepEqual(data, employees);
} finally {
  server.close();
  server.closeAllConnections();
}
