// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { type CultureAmpClient, createCultureAmpClient } from "@x/cultureamp";

const client: CultureAmpClient = createCultureAmpClient({
  clientId: "id",
  clientSecret: "secret",
  permissions: ["employees-read"],
});
const { data, error } = await client.GET("/v1/employees");
if (error) throw error;

export { data };
