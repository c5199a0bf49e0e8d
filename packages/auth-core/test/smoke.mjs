// One token over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { clientCredentials, createTokenSource, post } from "@x/auth-core";

let requests = 0;
const server = createServer((_request, response) => {
  requests++;
  response.setHeader("content-type", "application/json");
  response.end('{ "access_token": "one", "token_type": "Bearer", "expires_in": 3600 }');
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const tokenUrl = `http://127.0.0.1:${server.address().port}/token`;
  const tokens = createTokenSource({
    exchange: clientCredentials({ tokenUrl, clientId: "id", clientSecret: "secret", clientAuthentication: post }),
    key: [tokenUrl, "id"],
  });
  const [first, second] = await Promise.all([tokens.get(), tokens.get()]);
  assert.equal(first.reveal(), "one");
  assert.equal(second.reveal(), "one");
  assert.equal(requests, 1);
} finally {
  server.close();
  server.closeAllConnections();
}
