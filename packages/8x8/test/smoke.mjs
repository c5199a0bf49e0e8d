// A token and two calls over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { create8x8Client } from "@x/8x8";
import { createChapiClient } from "@x/8x8/chapi";

const queues = [{ id: "101", name: "Support", metrics: [] }];
const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  if (request.url === "/oauth/v2/token") {
    response.end('{ "access_token": "one", "token_type": "BearerToken", "expires_in": "1799" }');
  } else if (request.url === "/eu/analytics/cc/v5/realtime-metrics/queues") {
    response.statusCode = request.headers.authorization === "Bearer one" ? 200 : 401;
    response.end(JSON.stringify(queues));
  } else {
    response.statusCode = request.headers["x-api-key"] === "key" ? 200 : 401;
    response.end("[]");
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const client = create8x8Client({ clientId: "id", clientSecret: "secret", region: "eu", origin });
  const { data } = await client.analytics.GET("/analytics/cc/{version}/realtime-metrics/queues");
  assert.deepEqual(data, queues);
  const messages = await createChapiClient({ apiKey: "key", origin }).GET("/chat/api/chat/v1/messages");
  assert.deepEqual(messages.data, []);
} finally {
  server.close();
  server.closeAllConnections();
}
