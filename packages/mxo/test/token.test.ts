import { describe, expect, test } from "vitest";
import { isTokenError } from "../src/index.js";
import { serve } from "./support/server.js";

const interaction = "/one/oauth2/rt/api/2.0/interaction";
const body = { uri: "atm://atm/offer" };

describe("the token request", () => {
  test("is a POST of nothing but the grant type, with the plain credentials as Basic on one line", async () => {
    const { client, tokenRequests } = await serve();
    await client().POST(interaction, { body });
    expect(tokenRequests).toHaveLength(1);
    expect(tokenRequests[0]).toMatchObject({ method: "POST", body: "grant_type=client_credentials" });
    expect(tokenRequests[0]?.headers).toMatchObject({
      "content-type": expect.stringMatching(/^application\/x-www-form-urlencoded/),
      authorization:
        "Basic MmU4ZmVjMGUtMzRmYi00ODUxLTgwMGUtOTk4OTMzMWU1NWQyOmQ3ZjQ0ODRmLTk4MTctNDc3OC05MTYxLTZlYjA2ZDFmNmNmNw==",
    });
  });

  test("goes to the token URL that the credentials came with", async () => {
    const elsewhere = await serve(() => ({ body: { access_token: "other", token_type: "bearer", expires_in: 299 } }));
    const { client, calls, tokenRequests } = await serve();
    await client({ tokenUrl: `${elsewhere.origin}/token` }).POST(interaction, { body });
    expect(elsewhere.calls.map(({ url }) => url)).toEqual(["/token"]);
    expect(tokenRequests).toEqual([]);
    expect(calls[0]?.headers.authorization).toBe("Bearer other");
  });

  test("is not sent again for each call: many calls at once, and later ones, share a token", async () => {
    const { client, calls, tokenRequests } = await serve();
    const mxo = client();
    await Promise.all(Array.from({ length: 20 }, () => mxo.POST(interaction, { body })));
    await mxo.POST(interaction, { body });
    expect(calls).toHaveLength(21);
    expect(tokenRequests).toHaveLength(1);
    expect(new Set(calls.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer token-1"]));
  });

  test("is an error of its own when it is refused", async () => {
    const refusing = await serve(() => ({ status: 401, body: { error: "invalid_client" } }));
    const { client } = await serve();
    const call = client({ tokenUrl: `${refusing.origin}/token` }).POST(interaction, { body });
    await expect(call).rejects.toSatisfy(isTokenError);
    expect(refusing.calls).toHaveLength(1);
  });
});

describe("a token of 299 seconds", () => {
  async function at(seconds: number) {
    const { client, tokenRequests, calls } = await serve();
    let now = 1_000_000;
    const mxo = client({ clock: { now: () => now, monotonic: () => now } });
    await mxo.POST(interaction, { body });
    now += seconds * 1_000;
    await mxo.POST(interaction, { body });
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { used: calls[1]?.headers.authorization, requests: tokenRequests.length };
  }

  test("serves calls for 80 % of its life without another request", async () => {
    expect(await at(239)).toEqual({ used: "Bearer token-1", requests: 1 });
  });

  test("is renewed behind the calls in the last minute", async () => {
    expect(await at(240)).toEqual({ used: "Bearer token-1", requests: 2 });
  });

  test("is waited for in the last five seconds", async () => {
    expect(await at(295)).toEqual({ used: "Bearer token-2", requests: 2 });
  });
});

test("a 401 is answered once with a new token, also where calls are never sent again", async () => {
  const { client, calls } = await serve((request) =>
    request.headers.authorization === "Bearer token-1" ? { status: 401 } : { body: { tid: "t" } },
  );
  const { data } = await client().POST(interaction, { body });
  expect(data).toEqual({ tid: "t" });
  expect(calls.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test("a 401 that a new token does not cure is the answer: in Datastores it may mean the workspace", async () => {
  const { client, calls } = await serve(() => ({ status: 401 }));
  const { error } = await client().GET("/datastores/1.0.0/{workspaceId}");
  expect(error).toMatchObject({ name: "AuthenticationError", status: 401 });
  expect(calls).toHaveLength(2);
});
