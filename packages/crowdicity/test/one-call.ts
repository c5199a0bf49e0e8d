// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { type CrowdicityClient, createCrowdicityClient } from "@x/crowdicity";

const client: CrowdicityClient = createCrowdicityClient({
  region: "uk",
  generation: "crowdicity",
  clientId: "id",
  clientSecret: "secret",
});
const { data, error } = await client.GET("/v2/an/endpoint/of/your/reference");
if (error) throw error;

export { data };
