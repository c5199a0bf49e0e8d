// Compiled, never run: what a user of the client may write and gets. See tsconfig.json.

import {
  type ApiError,
  type CultureAmpClient,
  type CultureAmpClientOptions,
  type components,
  createCultureAmpClient,
  isNotFoundError,
  unwrap,
} from "../src/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};
type Schemas = components["schemas"];
declare const client: CultureAmpClient;
const id = { params: { path: { id: "1" } } };

// Options: permissions are required and known; credentials may come from the environment.
createCultureAmpClient({ permissions: ["employees-read"] });
createCultureAmpClient({ permissions: ["employees-read", "surveys-read"], environment: "sandbox", retry: false });
// @ts-expect-error permissions are required
createCultureAmpClient({ clientId: "id", clientSecret: "secret" });
// @ts-expect-error an unknown permission
createCultureAmpClient({ permissions: ["employees-write"] });
// @ts-expect-error an unknown environment
createCultureAmpClient({ permissions: ["employees-read"], environment: "staging" });
// @ts-expect-error an unknown client authentication
createCultureAmpClient({ permissions: ["employees-read"], clientAuthentication: "post" });
// @ts-expect-error a misspelt option
createCultureAmpClient({ permissions: ["employees-read"], attemptTimeout: 1 });
holds<Equal<CultureAmpClientOptions["retry"], CultureAmpClientOptions["retry"] | false | undefined>>();

export async function calls(): Promise<void> {
  // Data is the documented body, the error's body the documented error's.
  const { data, error, response } = await client.GET("/v1/employees");
  holds<Equal<typeof response, Response>>();
  if (error) {
    holds<Equal<typeof error, ApiError<Schemas["Error"]>>>();
    holds<Equal<typeof error.body.code, number>>();
    holds<Equal<typeof data, undefined>>();
    return;
  }
  holds<Equal<typeof data.data, Schemas["Employee"][]>>();

  // What is required must be given, and what is not may be left out.
  await client.GET("/v1/employees", {});
  await client.GET("/v1/employees", { params: { query: { email: "a@example.com", cursor: "2" } } });
  await client.GET("/v1/employees/{id}", id);
  // @ts-expect-error the id is missing
  await client.GET("/v1/employees/{id}");
  // @ts-expect-error the id is missing
  await client.GET("/v1/employees/{id}", { params: { path: {} } });
  // @ts-expect-error the id is no number
  await client.GET("/v1/employees/{id}", { params: { path: { id: 1 } } });
  // @ts-expect-error there is no such parameter
  await client.GET("/v1/employees", { params: { query: { limit: 10 } } });
  // @ts-expect-error there is no such state
  await client.GET("/v1/performance-cycles", { params: { query: { state: "open" } } });
  // @ts-expect-error a GET has no body
  await client.GET("/v1/employees", { body: {} });

  // Paths and methods are those of the API.
  await client.GET(
    // @ts-expect-error there is no such path, and it is the path that the compiler points at
    "/v1/employee",
  );
  // @ts-expect-error the path lacks /v1
  await client.GET("/employees");
  // @ts-expect-error nothing is written
  await client.POST("/v1/employees", {});
  await client.request("GET", "/v1/employees/{id}", id);
  // @ts-expect-error no such method on this path
  await client.request("DELETE", "/v1/employees/{id}", id);

  // The body may be read otherwise; the error stays typed.
  const text = await client.GET("/v1/employees/{id}", { ...id, parseAs: "text" });
  holds<Equal<typeof text.data, string | undefined>>();
  const stream = await client.GET("/v1/employees", { parseAs: "stream" });
  holds<Equal<typeof stream.data, ReadableStream<Uint8Array> | null | undefined>>();
  const blob = await client.GET("/v1/employees", { parseAs: "blob" });
  if (blob.data) holds<Equal<typeof blob.data, Blob>>();
  else holds<Equal<NonNullable<typeof blob.error>["body"], Schemas["Error"]>>();
  // @ts-expect-error no such form
  await client.GET("/v1/employees", { parseAs: "yaml" });

  // The throwing form gives the data alone.
  const employee = await unwrap(client.GET("/v1/employees/{id}", id));
  holds<Equal<typeof employee, { data: Schemas["Employee"] }>>();
  const caught: unknown = undefined;
  if (isNotFoundError(caught)) holds<Equal<typeof caught.status, number>>();

  // Options of a call.
  await client.GET("/v1/employees", { signal: new AbortController().signal, retry: false, totalTimeoutMs: 1 });
  // @ts-expect-error the controller in place of its signal
  await client.GET("/v1/employees", { signal: new AbortController() });
  // @ts-expect-error a deadline in words
  await client.GET("/v1/employees", { attemptTimeoutMs: "1s" });
}

export async function pages(): Promise<void> {
  for await (const employee of client.paginate("/v1/employees")) holds<Equal<typeof employee, Schemas["Employee"]>>();
  for await (const review of client.paginate("/v1/employees/{id}/manager-reviews", id)) {
    holds<Equal<typeof review, Schemas["ManagerReview"]>>();
  }
  for await (const page of client.paginate("/v1/surveys").pages()) {
    holds<Equal<typeof page.data, Schemas["Survey"][]>>();
  }
  for await (const factor of client.paginate("/v1/surveys/{id}/factors", id)) {
    holds<Equal<typeof factor, Schemas["SurveyFactor"]>>();
  }
  // @ts-expect-error demographics do not page
  client.paginate("/v1/employees/{id}/demographics", id);
  client.paginate(
    // @ts-expect-error the same without its parameters: the path is at fault, and no argument missing
    "/v1/employees/{id}/demographics",
  );
  // @ts-expect-error one employee does not page
  client.paginate("/v1/employees/{id}", id);
  // @ts-expect-error the id is missing
  client.paginate("/v1/surveys/{id}/factors");
  // @ts-expect-error a page is JSON
  client.paginate("/v1/employees", { parseAs: "text" });
}
