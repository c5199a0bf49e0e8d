// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { createMedalliaMecClient, type MedalliaMecClient } from "@x/medallia-mec";

const client: MedalliaMecClient = createMedalliaMecClient({
  reportingOrigin: "https://instance.medallia.com",
  gatewayOrigin: "https://instance-company.apis.medallia.com",
  company: "company",
  clientId: "id",
  clientSecret: "secret",
});
const { data, error } = await client.query("query { me { roles { id name } } }");
if (error) throw error;
const roles: { id: string; name: string }[] | undefined = data.me?.roles;

export { roles };
