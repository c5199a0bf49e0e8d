// The two steps and one call over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createCrowdicityClient } from "@x/crowdicity";

const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  response.setHeader("content-type", "application/json");
  if (request.url === "/v2/auth/code") {
    response.end('"a-code"');
  } else if (request.url === "/v2/auth") {
    assert.equal(new URLSearchParams(body).get("auth_code"), "a-code");
    response.end('{ "access_token": "one", "refresh_token": "two" }');
  } else {
    response.statusCode = request.headers.authorization === "Bearer one" ? 200 : 401;
    response.end(JSON.stringify({ path: request.url }));
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const client = createCrowdicityClient({
    clientId: "id",
    clientSecret: "secret",
    origin: `http://127.0.0.1:${server.address().port}`,
  });
  const { data } = await client.GET("/v2/anything");
  assert.deepEqual(data, { path: "/v2/anything" });
} finally {
  server.close();
  server.closeAllConnections();
}
