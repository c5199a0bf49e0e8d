// A token, a call, and a DELETE with a body over a real socket. The checks run it beside the packed package on every
// supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createMxoClient, decodeOptimization } from "@x/mxo";

const data = Buffer.from('{"actions":[{"name":"Grüße"}]}').toString("base64");
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  response.setHeader("content-type", "application/json");
  if (request.url === "/one/oauth2token") {
    response.end('{ "access_token": "one", "token_type": "bearer", "expires_in": 299 }');
  } else {
    response.statusCode = request.headers.authorization === "Bearer one" ? 200 : 401;
    response.end(request.method === "DELETE" ? body : JSON.stringify({ tid: "t", optimizations: [{ data }] }));
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const client = createMxoClient({
    siteKey: "ONE-1",
    clientId: "id",
    clientSecret: "secret",
    origin: `http://127.0.0.1:${server.address().port}`,
  });
  const sent = await client.POST("/one/oauth2/rt/api/2.0/interaction", { body: { uri: "app://screen" } });
  assert.equal(decodeOptimization(sent.data.optimizations[0].data).actions[0].name, "Grüße");
  const deleted = await client.DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}", { body: { tid: "t" } });
  assert.deepEqual(deleted.data, { tid: "t" });
} finally {
  server.close();
  server.closeAllConnections();
}
