// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { createMxoClient, type MxoClient } from "@x/mxo";

const client: MxoClient = createMxoClient({
  server: "eu2",
  workspaceId: "MTIyMg",
  clientId: "id",
  clientSecret: "secret",
});
const { data, error } = await client.GET("/datastores/1.0.0/{workspaceId}");
if (error) throw error;

export { data };
