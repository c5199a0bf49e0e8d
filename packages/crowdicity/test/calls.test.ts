import { describe, expect, test } from "vitest";
import { createCrowdicityClient, isConfigurationError } from "../src/index.js";
import { serve } from "./support/server.js";

const path = "/v2/anything";

describe("the header of a call", () => {
  test("may be another than Bearer", async () => {
    const server = await serve();
    const authorization = (token: string) => ({ "x-token": token, "x-scheme": "crowd" });
    await createCrowdicityClient({ ...server.options, authorization }).GET(path);
    const { headers } = server.arrived[2] ?? {};
    expect([headers?.authorization, headers?.["x-token"], headers?.["x-scheme"]]).toEqual([
      undefined,
      "token-1",
      "crowd",
    ]);
    for (const { headers: others } of server.arrived.slice(0, 2)) expect(others["x-token"]).toBeUndefined();
  });

  test("may be Authorization in another form, also in the repetition after a 401", async () => {
    const server = await serve(({ url, headers }) =>
      url === path && headers.authorization === "token-1" ? { status: 401 } : undefined,
    );
    const { data } = await createCrowdicityClient({
      ...server.options,
      authorization: (token) => ({ Authorization: token }),
    }).GET(path);
    expect(data).toEqual({ url: path });
    expect(server.arrived.filter(({ url }) => url === path).map(({ headers }) => headers.authorization)).toEqual([
      "token-1",
      "token-2",
    ]);
  });

  test("is the caller's own where the call has one", async () => {
    const server = await serve();
    const client = createCrowdicityClient({ ...server.options, authorization: (token) => ({ "x-token": token }) });
    await client.GET(path, { headers: { authorization: "mine" } });
    expect(server.lines).toEqual([`GET ${path}`]);
    expect(server.arrived[0]?.headers).toMatchObject({ authorization: "mine" });
    expect(server.arrived[0]?.headers["x-token"]).toBeUndefined();
  });

  test.each<[string, (token: string) => Record<string, string>]>([
    ["a name that is none", (token) => ({ "x token": token })],
    ["a value with a line break", (token) => ({ "x-token": `${token}\nx: y` })],
  ])("cannot have %s, and the error does not show the token", async (_, authorization) => {
    const server = await serve();
    const call = createCrowdicityClient({ ...server.options, authorization }).GET(path);
    await expect(call).rejects.toSatisfy(
      (error) => isConfigurationError(error) && error.option === "authorization" && !error.message.includes("token-1"),
    );
  });
});

describe("a call", () => {
  test.each([
    ["JSON", { body: [1, 2] }, [1, 2]],
    ["text", { body: "done" }, "done"],
    ["nothing", { status: 200 }, undefined],
  ])("may answer %s: nothing is documented", async (_, answer, expected) => {
    const server = await serve(({ url }) => (url === path ? answer : undefined));
    expect((await createCrowdicityClient(server.options).POST(path, { body: { title: "An idea" } })).data).toEqual(
      expected,
    );
  });

  test("that answers a page is an error", async () => {
    const server = await serve(({ url }) => (url === path ? { body: "<p>Sign in</p>", type: "text/html" } : undefined));
    await expect(createCrowdicityClient(server.options).GET(path)).rejects.toMatchObject({ code: "response_format" });
  });

  test("fills the path, and sends the query and the body", async () => {
    const server = await serve();
    await createCrowdicityClient(server.options).POST("/v2/things/{id}/more", {
      params: { path: { id: "a b" }, query: { page: 2 } },
      body: { text: "é" },
    });
    expect(server.arrived[2]).toMatchObject({
      method: "POST",
      url: "/v2/things/a%20b/more?page=2",
      body: '{"text":"é"}',
    });
  });

  test.each(["POST", "PUT", "DELETE", "PATCH"] as const)(
    "by %s is not repeated by itself: nothing says that it may be",
    async (method) => {
      const server = await serve(({ url }) => (url === path ? { status: 503 } : undefined));
      const client = createCrowdicityClient(server.options);
      await client[method](path);
      expect(server.lines.filter((line) => line.endsWith(path))).toHaveLength(1);
      await client[method](path, { retry: true });
      expect(server.lines.filter((line) => line.endsWith(path))).toHaveLength(4);
    },
  );

  test("by GET is", async () => {
    const server = await serve(({ url }) => (url === path ? { status: 503 } : undefined));
    const { error } = await createCrowdicityClient(server.options).GET(path);
    expect(error).toMatchObject({ status: 503, attempts: 3 });
  });

  test("to the authorisation itself carries no token", async () => {
    const server = await serve();
    const { data } = await createCrowdicityClient(server.options).GET("/v2/auth/code", {
      params: { query: { client_id: "i", client_secret: "s" } },
    });
    expect(data).toEqual({ url: "/v2/auth/code?client_id=i&client_secret=s" });
    expect(server.lines).toHaveLength(1);
    expect(server.arrived[0]?.headers.authorization).toBeUndefined();
  });
});

describe("validateToken", () => {
  const validatePath = "/v2/made-up/validate";

  test("is there only where its path is given", async () => {
    const { options } = await serve();
    expect("validateToken" in createCrowdicityClient(options)).toBe(false);
    expect("validateToken" in createCrowdicityClient({ ...options, validatePath })).toBe(true);
  });

  test("sends the current token as a form field, and no header with it", async () => {
    const server = await serve();
    const client = createCrowdicityClient({ ...server.options, validatePath });
    await client.GET(path);
    const { data } = await client.validateToken();
    expect(data).toEqual({ url: validatePath });
    expect(server.lines.slice(2)).toEqual([`GET ${path}`, `POST ${validatePath}`]);
    const { headers, form } = server.arrived[3] ?? {};
    expect(form).toEqual({ access_token: "token-1" });
    expect(headers?.["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(headers?.authorization).toBeUndefined();
  });

  test("fetches a token where there is none, and hands on what is answered", async () => {
    const body = { error: "token-1 is not valid" };
    const server = await serve(({ url }) => (url === validatePath ? { status: 400, body } : undefined));
    const { error } = await createCrowdicityClient({ ...server.options, validatePath }).validateToken();
    expect(error).toMatchObject({ status: 400, body });
    expect(error?.message).not.toContain("token-1");
    expect(server.lines).toEqual(["POST /v2/auth/code", "POST /v2/auth", `POST ${validatePath}`]);
  });
});
