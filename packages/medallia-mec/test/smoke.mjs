// A token, a call and a query over real sockets. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createConversationsClient } from "@x/medallia-mec/conversations";
import { createVCloudClient } from "@x/medallia-mec/vcloud";

const user = {
  username: "ada",
  first_name: "Ada",
  last_name: "L",
  roles: { primary_role: { role: "R" }, extra_roles: [] },
};

const server = createServer((request, response) => {
  response.setHeader("content-type", "application/json");
  const isAllowed = request.headers.authorization === "Bearer one";
  if (request.url === "/oauth/acme/token") {
    response.end('{ "access_token": "one", "token_type": "Bearer", "expires_in": 3600 }');
  } else if (request.url === "/status") {
    response.setHeader("content-type", "text/plain");
    response.end("OK");
  } else {
    response.statusCode = isAllowed ? 200 : 401;
    if (request.url === "/admin/v1/users/ada") response.end(JSON.stringify(user));
    else if (request.url === "/data/v0/query")
      response.end('{ "data": { "me": { "email": "a@b.example" } }, "errors": null }');
    else response.end('{ "items": [], "_total": 0 }');
  }
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));

try {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const credentials = { company: "acme", clientId: "id", clientSecret: "secret" };
  const client = createMedalliaMecClient({ reportingOrigin: origin, gatewayOrigin: origin, ...credentials });
  assert.deepEqual(
    (await client.GET("/admin/v1/users/{username}", { params: { path: { username: "ada" } } })).data,
    user,
  );
  assert.deepEqual((await client.query("query { me { email } }")).data, { me: { email: "a@b.example" } });

  const conversations = createConversationsClient({ origin, ...credentials });
  const list = await conversations.GET("/apis/v0/channels/{channel-guid}/conversations", {
    params: { path: { "channel-guid": "c" } },
  });
  assert.deepEqual(list.data, { items: [], _total: 0 });

  assert.equal((await createVCloudClient({ origin, token: "secret" }).GET("/status")).data, "OK");
} finally {
  server.close();
  server.closeAllConnections();
}
