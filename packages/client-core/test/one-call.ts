// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { type Client, createClient } from "@x/client-core";

interface Paths {
  "/things/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": { name: string } } };
        404: { content: { "application/json": { reason: string } } };
      };
    };
  };
}

const client: Client<Paths> = createClient<Paths>({ vendor: "example", origin: "https://vendor.example" }, {});
const { data, error } = await client.GET("/things/{id}", { params: { path: { id: "1" } } });
const name: string = error ? error.body.reason : data.name;

export { name };
