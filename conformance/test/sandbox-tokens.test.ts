import { create8x8Client } from "@x/8x8";
import { createCrowdicityClient } from "@x/crowdicity";
import { createCultureAmpClient } from "@x/cultureamp";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createVCloudClient } from "@x/medallia-mec/vcloud";
import { createMxoClient } from "@x/mxo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { useSandbox } from "../src/sandbox/use-sandbox.js";

const LIFETIME = 600;
const sandbox = useSandbox({ afterAll, beforeAll, beforeEach }, { tokenLifetimeSeconds: LIFETIME });

/** How each vendor's token is asked for, and a call that it is good for. */
const VENDORS = [
  {
    vendor: "cultureamp",
    tokenPath: "/v1/oauth2/token",
    fields: { scope: "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read" },
    call: "/v1/employees",
  },
  { vendor: "medallia-mec", tokenPath: "/oauth/acme/token", fields: {}, call: "/admin/v1/users/cabbott" },
  {
    vendor: "mxo",
    tokenPath: "/one/oauth2token",
    fields: {},
    call: "/datastores/1.0.0/MTIyMg/mydatastore/live?pk=dp66492",
  },
  { vendor: "8x8", tokenPath: "/oauth/v2/token", fields: {}, call: "/storage/us-east/v3/regions" },
] as const;

type Fields = Readonly<Record<string, string>>;

async function post(vendor: string, path: string, fields: Fields, headers: Record<string, string> = {}) {
  const response = await fetch(sandbox.origin(vendor) + path, {
    method: "POST",
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

function grant(vendor: (typeof VENDORS)[number], more: Fields = {}) {
  const { clientId: client_id, clientSecret: client_secret } = sandbox.credentials;
  const fields = { grant_type: "client_credentials", client_id, client_secret, ...vendor.fields, ...more };
  return post(vendor.vendor, vendor.tokenPath, fields);
}

async function get(vendor: string, path: string, token: string, headers: Record<string, string> = {}): Promise<number> {
  const init = { headers: { authorization: `Bearer ${token}`, ...headers } };
  return (await fetch(sandbox.origin(vendor) + path, init)).status;
}

describe.each(VENDORS.map((vendor) => [vendor.vendor, vendor] as const))("%s", (_, vendor) => {
  test("a token is issued for the right id and secret, and is good until it expires", async () => {
    const { status, body } = await grant(vendor);
    expect([status, Number(body.expires_in)]).toEqual([200, LIFETIME]);
    const token = body.access_token ?? "";
    expect(await get(vendor.vendor, vendor.call, token)).toBe(200);
    sandbox.clock.advance((LIFETIME - 5) * 1_000);
    expect(await get(vendor.vendor, vendor.call, token)).toBe(200);
    sandbox.clock.advance(5_000);
    expect(await get(vendor.vendor, vendor.call, token)).toBe(401);
    expect(sandbox.journal.at(-1)?.reason).toBe("the access token has expired");
  });

  test("Basic is as good as fields of the form", async () => {
    const { clientId, clientSecret } = sandbox.credentials;
    const fields = { grant_type: "client_credentials", ...vendor.fields };
    const authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
    expect((await post(vendor.vendor, vendor.tokenPath, fields, { authorization })).status).toBe(200);
  });

  test.each<[string, Fields, number, string]>([
    ["a wrong secret", { client_secret: "wrong" }, 401, "invalid_client"],
    ["a wrong id", { client_id: "wrong" }, 401, "invalid_client"],
    ["another grant", { grant_type: "authorization_code" }, 400, "unsupported_grant_type"],
    ["a scope that there is not", { scope: "everything" }, 400, "invalid_scope"],
  ])("%s is refused", async (_what, fields, status, error) => {
    expect(await grant(vendor, fields)).toMatchObject({ status, body: { error } });
  });

  test("its token is good at no other vendor's origin", async () => {
    const { body } = await grant(vendor);
    for (const other of VENDORS.filter((one) => one !== vendor))
      expect([other.vendor, await get(other.vendor, other.call, body.access_token ?? "")]).toEqual([other.vendor, 401]);
  });
});

describe("crowdicity: two steps, and refresh tokens that rotate", () => {
  const MADE_UP = "/v2/synthetic";

  async function bothSteps() {
    const { clientId: client_id, clientSecret: client_secret } = sandbox.credentials;
    const { body: code } = await post("crowdicity", "/v2/auth/code", { client_id, client_secret });
    const step = { auth_code: code.auth_code ?? "", client_id, client_secret };
    const { body } = await post("crowdicity", "/v2/auth", step);
    return { step, access: body.access_token ?? "", refresh: body.refresh_token ?? "" };
  }

  test("an auth code is good once, and for ten minutes", async () => {
    const { step, access } = await bothSteps();
    expect(await get("crowdicity", `${MADE_UP}/ideas`, access)).toBe(200);
    expect(await post("crowdicity", "/v2/auth", step)).toMatchObject({ status: 401, body: { error: "invalid_grant" } });
    const { clientId: client_id, clientSecret: client_secret } = sandbox.credentials;
    const late = await post("crowdicity", "/v2/auth/code", { client_id, client_secret });
    sandbox.clock.advance(600_000);
    const step2 = { auth_code: late.body.auth_code ?? "", client_id, client_secret };
    expect((await post("crowdicity", "/v2/auth", step2)).status).toBe(401);
  });

  test("a wrong secret is refused at both steps, and one kind of token is not taken for another", async () => {
    const { step, access, refresh } = await bothSteps();
    const wrong = { ...step, client_secret: "wrong" };
    expect((await post("crowdicity", "/v2/auth/code", wrong)).status).toBe(401);
    expect((await post("crowdicity", "/v2/auth", wrong)).status).toBe(401);
    expect((await post("crowdicity", "/v2/auth", { ...step, auth_code: access })).body.error_description).toBe(
      "that is no auth code",
    );
    expect((await post("crowdicity", `${MADE_UP}/refresh`, { refresh_token: access })).status).toBe(401);
    expect(await get("crowdicity", `${MADE_UP}/ideas`, refresh)).toBe(401);
  });

  test("each refresh gives a new refresh token, and the old one is refused from then on", async () => {
    let { refresh } = await bothSteps();
    for (let round = 0; round < 3; round += 1) {
      sandbox.clock.advance(2 * LIFETIME * 1_000);
      const renewed = await post("crowdicity", `${MADE_UP}/refresh`, { refresh_token: refresh });
      expect(renewed.status).toBe(200);
      expect(await get("crowdicity", `${MADE_UP}/ideas`, renewed.body.access_token ?? "")).toBe(200);
      expect(await post("crowdicity", `${MADE_UP}/refresh`, { refresh_token: refresh })).toMatchObject({
        status: 401,
        body: { error: "invalid_grant" },
      });
      refresh = renewed.body.refresh_token ?? "";
    }
  });

  test("the client takes both steps again when one of them failed", async () => {
    sandbox.prefer("code=503", { operation: "POST /v2/auth" });
    const client = createCrowdicityClient({
      ...sandbox.credentials,
      origin: sandbox.origin("crowdicity"),
      retry: { baseDelayMs: 5 },
    });
    expect((await client.GET("/v2/synthetic/ideas" as never)).response.status).toBe(200);
    expect(sandbox.journal.map(({ path, status }) => `${path} ${status}`)).toEqual([
      "/v2/auth/code 200",
      "/v2/auth 503",
      "/v2/auth 200",
      "/v2/synthetic/ideas 200",
    ]);
  });
});

describe("8x8 Work Analytics: a token of its own", () => {
  const PATH = "/analytics/work/v1/oauth/token";
  const REPORT = "/analytics/work/v2/pbxes/";
  const ask = (more: { key?: string; username?: string; password?: string } = {}) => {
    const { clientId, clientSecret } = sandbox.credentials;
    const { key = clientSecret, username = clientId, password = clientSecret } = more;
    return post("8x8", PATH, { username, password }, { "8x8-apikey": key });
  };

  test("for key, user name and password; the report wants key and token", async () => {
    const { body } = await ask();
    const token = body.access_token ?? "";
    expect(await get("8x8", REPORT, token, { "8x8-apikey": sandbox.credentials.clientSecret })).toBe(200);
    expect(await get("8x8", REPORT, token)).toBe(401);
    sandbox.clock.advance(LIFETIME * 1_000);
    expect(await get("8x8", REPORT, token, { "8x8-apikey": sandbox.credentials.clientSecret })).toBe(401);
  });

  test("a wrong key and a wrong password are refused as documented", async () => {
    expect(await ask({ key: "wrong" })).toMatchObject({ status: 400, body: { message: "Invalid 8x8-apikey" } });
    expect(await ask({ password: "wrong" })).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
    expect(await ask({ username: "wrong" })).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  test("it is not good for the other products, and theirs is not good for it", async () => {
    const own = (await ask()).body.access_token ?? "";
    const other = (await grant(VENDORS[3])).body.access_token ?? "";
    const key = { "8x8-apikey": sandbox.credentials.clientSecret };
    expect([await get("8x8", "/storage/us-east/v3/regions", own), await get("8x8", REPORT, other, key)]).toEqual([
      401, 401,
    ]);
    expect(sandbox.journal.at(-1)?.reason).toBe("the access token is that of another API of this vendor");
  });
});

test("V-Cloud: its key stands in the query, and in a form in parts", async () => {
  const origin = sandbox.origin("medallia-mec");
  const { clientSecret } = sandbox.credentials;
  expect((await fetch(`${origin}/transcribe/result/r-1`)).status).toBe(401);
  expect((await fetch(`${origin}/transcribe/result/r-1?token=wrong`)).status).toBe(401);
  expect((await fetch(`${origin}/transcribe/result/r-1?token=${clientSecret}`)).status).toBe(404);
  const client = createVCloudClient({ token: clientSecret, origin, retry: false } as never);
  const sent = (await client.request(
    "GET",
    "/transcribe/result/{requestid}" as never,
    { params: { path: { requestid: "r-1" } } } as never,
  )) as { response: Response };
  expect(sent.response.status).toBe(404);
  expect(JSON.stringify(sandbox.journal)).not.toContain(clientSecret);
});

describe("every vendor's client gets on with a token that ends", () => {
  const retry = { baseDelayMs: 5 };
  const clients = () => {
    const own = { ...sandbox.credentials, retry };
    const mec = sandbox.origin("medallia-mec");
    const { clientId: username, clientSecret: password } = sandbox.credentials;
    return {
      cultureamp: createCultureAmpClient({
        ...own,
        origin: sandbox.origin("cultureamp"),
        permissions: ["employees-read"],
      }),
      "medallia-mec": createMedalliaMecClient({ ...own, reportingOrigin: mec, gatewayOrigin: mec, company: "acme" }),
      mxo: createMxoClient({ ...own, origin: sandbox.origin("mxo") }),
      crowdicity: createCrowdicityClient({
        ...own,
        origin: sandbox.origin("crowdicity"),
        refreshPath: "/v2/synthetic/refresh",
      }),
      "8x8": create8x8Client({ ...own, origin: sandbox.origin("8x8") }).storage,
      "8x8 work": create8x8Client({
        ...own,
        origin: sandbox.origin("8x8"),
        workAnalytics: { apiKey: password, username, password },
      }).workAnalytics,
    };
  };
  const CALLS: Readonly<Record<string, string>> = {
    cultureamp: "/v1/employees",
    "medallia-mec": "/inbound/v2",
    mxo: "/datastores/1.0.0/MTIyMg/mydatastore/live?pk=dp66492",
    crowdicity: "/v2/synthetic/ideas",
    "8x8": "/storage/us-east/v3/regions",
    "8x8 work": "/analytics/work/v2/pbxes/",
  };

  test.each(Object.keys(CALLS))("%s: expired and revoked", async (name) => {
    const client = clients()[name as "cultureamp"];
    const [path = "", query = ""] = (CALLS[name] ?? "").split("?");
    const call = async () => {
      const params = { query: Object.fromEntries(new URLSearchParams(query)) };
      return (await client.GET(path as never, { params } as never)).response.status;
    };
    expect(await call()).toBe(200);
    sandbox.clock.advance(LIFETIME * 1_000);
    expect(await call()).toBe(200);
    sandbox.revokeTokens();
    expect(await call()).toBe(200);
    expect(sandbox.journal.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(2);
  });
});
