// Compiled, never run: what the client's types promise. See tsconfig.json.

import {
  type CallResult,
  type CrowdicityClient,
  type CrowdicityClientOptions,
  type components,
  createCrowdicityClient,
  type TokenValidation,
} from "../src/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};

const host = { region: "eu", generation: "ideas" } as const;

// A region goes with a generation; an origin needs neither.
createCrowdicityClient(host);
createCrowdicityClient({ origin: "https://ideas.example" });
// @ts-expect-error a generation is not guessed
createCrowdicityClient({ region: "eu" });
// @ts-expect-error there is no such region
createCrowdicityClient({ region: "ca", generation: "ideas" });
// @ts-expect-error a host is needed
createCrowdicityClient({ clientId: "id" });

// validateToken is there where its path is given.
holds<Equal<ReturnType<TokenValidation["validateToken"]>, Promise<CallResult<unknown, unknown>>>>();
void createCrowdicityClient({ ...host, validatePath: "/v2/made-up" }).validateToken();
// @ts-expect-error and nowhere else
createCrowdicityClient(host).validateToken;
// @ts-expect-error nor where it may be given
void createCrowdicityClient(host as CrowdicityClientOptions).validateToken();
void createCrowdicityClient(host as CrowdicityClientOptions).validateToken?.();

// By default any path is accepted, and bodies are unknown.
const any: CrowdicityClient = createCrowdicityClient(host);
const found = await any.GET("/v2/challenges/{id}", { params: { path: { id: 7 }, query: { page: 2 } } });
if (!found.error) holds<Equal<typeof found.data, unknown>>();
else holds<Equal<typeof found.error.body, unknown>>();
void any.POST("/v2/whatever", { body: { title: "An idea" } });
void any.request("DELETE", "/v2/whatever");
// @ts-expect-error a path starts with a slash
void any.GET("v2/whatever");
// @ts-expect-error nothing is known of pages
any.paginate;

// With types of one's own, those count.
interface Own {
  "/v2/made-up/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: {
        200: { content: { "application/json": { title: string } } };
        404: { content: { "application/json": { reason: string } } };
      };
    };
  };
}
const own: CrowdicityClient<Own> = createCrowdicityClient<Own>(host);
const idea = await own.GET("/v2/made-up/{id}", { params: { path: { id: "1" } } });
if (!idea.error) holds<Equal<typeof idea.data.title, string>>();
else holds<Equal<typeof idea.error.body.reason, string>>();
void createCrowdicityClient<Own>({ ...host, validatePath: "/v2/made-up" }).validateToken();
// @ts-expect-error another path
void own.GET("/v2/other");
// @ts-expect-error the id is missing
void own.GET("/v2/made-up/{id}");
// @ts-expect-error another method
void own.POST("/v2/made-up/{id}", { params: { path: { id: "1" } } });

// The authorisation calls are described.
holds<Equal<keyof components["schemas"]["AccessTokenRequest"], "auth_code" | "client_id" | "client_secret">>();
