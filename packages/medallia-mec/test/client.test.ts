import { afterEach, describe, expect, test, vi } from "vitest";
import { createMedalliaMecClient, deriveMedalliaMecOrigins, isConfigurationError, unwrap } from "../src/index.js";
import { failureOf, instance, serve, TOKEN } from "./support/gateway.js";

const options = {
  reportingOrigin: "https://instance.medallia.com",
  gatewayOrigin: "https://instance-tenant.apis.medallia.com",
  company: "tenant",
  clientId: "id",
  clientSecret: "secret",
};

afterEach(() => {
  vi.unstubAllEnvs();
});

describe("the two origins", () => {
  test("tokens come from the reporting instance, by Basic and with nothing but the grant in the body", async () => {
    const { mec, tokens, calls } = await instance(() => ({ body: { items: [] } }));
    await unwrap(mec.GET("/admin/v1/users"));
    await unwrap(mec.GET("/admin/v1/roles"));

    expect(tokens).toHaveLength(1);
    expect(tokens[0]).toMatchObject({
      method: "POST",
      url: "/oauth/acme/token",
      body: "grant_type=client_credentials",
    });
    expect(tokens[0]?.headers.authorization).toBe("Basic Y2xpZW50X2lkOmNsaWVudF9zZWNyZXQ=");
    expect(calls.map(({ headers }) => headers.authorization)).toEqual([
      `Bearer ${TOKEN.access_token}`,
      `Bearer ${TOKEN.access_token}`,
    ]);
  });

  test("the bearer goes to the gateway only: a redirect to another host is not followed", async () => {
    const other = await serve(() => ({ body: {} }));
    const { mec } = await instance(() => ({ status: 307, headers: { location: `${other.origin}/admin/v1/users` } }));
    const { error } = await mec.GET("/admin/v1/users");
    expect(error).toMatchObject({ status: 307, code: "redirect_refused" });
    expect(other.received).toEqual([]);
  });

  test("a page whose link names another host is asked for at the gateway", async () => {
    const other = await serve(() => ({ body: {} }));
    const { mec, calls } = await instance(({ url }) => ({
      body: url.includes("cursor")
        ? { items: [] }
        : { items: [], _next: { href: `${other.origin}/admin/v1/users?cursor=a%2Bb` } },
    }));
    for await (const _ of mec.paginate("/admin/v1/users"));
    expect(calls.map(({ url }) => url)).toEqual(["/admin/v1/users", "/admin/v1/users?cursor=a%2Bb"]);
    expect(other.received).toEqual([]);
  });

  test("a 401 is repeated once with a new token; the error has the vendor's request id", async () => {
    const { mec, tokens, calls } = await instance(() => ({
      status: 401,
      headers: { "X-Medallia-Rpc-Request-Id": "94615edd-d9d0-4921-8b3e-60615b3d3431" },
    }));
    const { error } = await mec.GET("/admin/v1/users/{username}", { params: { path: { username: "ada" } } });
    expect(error).toMatchObject({ status: 401, requestId: "94615edd-d9d0-4921-8b3e-60615b3d3431", attempts: 2 });
    expect(tokens).toHaveLength(2);
    expect(calls).toHaveLength(2);
  });
});

describe("settings", () => {
  test("are taken from the environment where they are not given", async () => {
    const reporting = await serve(() => ({ body: TOKEN }));
    const gateway = await serve(() => ({ body: { items: [] } }));
    vi.stubEnv("MEDALLIA_MEC_REPORTING_ORIGIN", reporting.origin);
    vi.stubEnv("MEDALLIA_MEC_GATEWAY_ORIGIN", gateway.origin);
    vi.stubEnv("MEDALLIA_MEC_COMPANY", "robots");
    vi.stubEnv("MEDALLIA_MEC_CLIENT_ID", "from");
    vi.stubEnv("MEDALLIA_MEC_CLIENT_SECRET", "environment");
    await unwrap(createMedalliaMecClient().GET("/admin/v1/users"));
    expect(reporting.received[0]?.url).toBe("/oauth/robots/token");
    expect(reporting.received[0]?.headers.authorization).toBe(`Basic ${btoa("from:environment")}`);
    expect(gateway.received).toHaveLength(1);
  });

  test.each([
    ["reportingOrigin", undefined],
    ["reportingOrigin", "instance.medallia.com"],
    ["reportingOrigin", "https://instance.medallia.com/company"],
    ["reportingOrigin", "http://instance.medallia.com"],
    ["gatewayOrigin", undefined],
    ["gatewayOrigin", ""],
    ["gatewayOrigin", "http://instance-tenant.apis.medallia.com"],
    ["gatewayOrigin", "https://user:pass@instance-tenant.apis.medallia.com"],
    ["gatewayOrigin", "https://instance-tenant.apis.medallia.com/data"],
    ["company", undefined],
    ["company", "a/b"],
    ["company", ".."],
    ["company", "a b"],
    ["company", "a?b"],
    ["company", "ä"],
    ["clientId", undefined],
    ["clientId", "id:with-colon"],
    ["clientSecret", undefined],
    ["clientSecret", "secret\n"],
  ] as const)("%s must not be %j", async (option, value) => {
    vi.stubEnv("MEDALLIA_MEC_COMPANY", "");
    const error = await failureOf(() => createMedalliaMecClient({ ...options, [option]: value }));
    expect(isConfigurationError(error) && error.option).toBe(option);
  });

  test.each([null, "instance"])("there are no options %j", async (none) => {
    const error = await failureOf(() => createMedalliaMecClient(none as unknown as typeof options));
    expect(isConfigurationError(error) && error.option).toBe("options");
  });

  test("a secret shows in no error", async () => {
    const secret = "do-not-show-me";
    const reporting = await serve(() => ({
      status: 401,
      body: { error: "invalid_client", error_description: secret },
    }));
    const { mec } = await instance(() => ({ body: {} }), { reportingOrigin: reporting.origin, clientSecret: secret });
    const error = await failureOf(() => mec.GET("/admin/v1/users"));
    expect(error).toMatchObject({ name: "TokenError", code: "token_refused", status: 401 });
    expect(`${error.message} ${JSON.stringify(error)}`).not.toContain(secret);
  });

  test("a token endpoint that answers HTML, as at a wrong company, is a malformed token", async () => {
    const reporting = await serve(() => ({ headers: { "content-type": "text/html" }, body: "<html>Sign in</html>" }));
    const { mec } = await instance(() => ({ body: {} }), { reportingOrigin: reporting.origin });
    expect(await failureOf(() => mec.GET("/admin/v1/users"))).toMatchObject({ code: "token_malformed" });
  });

  test("a closed client refuses calls", async () => {
    const { mec } = await instance(() => ({ body: { items: [] } }));
    mec.close();
    await failureOf(() => mec.GET("/admin/v1/users"));
  });
});

describe("deriveMedalliaMecOrigins", () => {
  test.each([
    [
      { instance: "orion", company: "orion", domain: "medallia.ca" },
      "https://orion.medallia.ca",
      "https://orion-orion.apis.medallia.com",
    ],
    [
      { instance: "acmecorp", company: "acmelabs", domain: "medallia.com.au" },
      "https://acmecorp.medallia.com.au",
      "https://acmecorp-acmelabs.apis.medallia.com",
    ],
    [
      { instance: "momcorp", company: "robots", domain: "medallia.eu" },
      "https://momcorp.medallia.eu",
      "https://momcorp-robots.apis.medallia.com",
    ],
    [
      { instance: "express", company: "acme" },
      "https://express.medallia.com",
      "https://express-acme.apis.medallia.com",
    ],
    [
      { environment: "govcloud", instance: "agency", company: "office" },
      "https://agency.medalliafederal.com",
      "https://agency-office.apis.medalliafederal.com",
    ],
    [
      {
        environment: "sandbox",
        instance: "staging",
        company: "acme",
        dataCenter: "lon",
        domain: "medallia.eu",
        reportingOrigin: "https://given.example",
      },
      "https://given.example",
      "https://staging-acme.apis.sbx.lon.medallia.eu",
    ],
    [
      {
        environment: "govcloud-sandbox",
        instance: "staging",
        company: "office",
        reportingOrigin: "https://given.example",
      },
      "https://given.example",
      "https://staging-office.apis.sbx.fedw1.medalliafederal.com",
    ],
  ] as const)("knows the documented pattern of %j", (place, reportingOrigin, gatewayOrigin) => {
    expect(deriveMedalliaMecOrigins(place)).toEqual({ reportingOrigin, gatewayOrigin });
  });

  test.each([
    ["instance", { instance: "a/b", company: "c" }],
    ["company", { instance: "a", company: "" }],
    ["domain", { instance: "a", company: "c", domain: "evil.example/" }],
    ["environment", { environment: "moon", instance: "a", company: "c" }],
  ])("refuses a bad %s", async (option, place) => {
    expect(await failureOf(() => deriveMedalliaMecOrigins(place as never))).toMatchObject({ option });
  });
});
