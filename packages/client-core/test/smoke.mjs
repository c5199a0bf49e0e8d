// One call over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createClient } from "@x/client-core";

const server = createServer((request, response) => {
  response.statusCode = request.url === "/things/1" ? 200 : 404;
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ path: request.url }));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const client = createClient({ vendor: "example", origin }, {});
  const found = await client.GET("/things/{id}", { params: { path: { id: "1" } } });
  assert.deepEqual(found.data, { path: "/things/1" });
  const missing = await client.GET("/things/{id}", { params: { path: { id: "2" } } });
  assert.equal(missing.error.status, 404);
} finally {
  server.close();
  server.closeAllConnections();
}
