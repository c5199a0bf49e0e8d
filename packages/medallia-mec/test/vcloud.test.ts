import { expect, test, vi } from "vitest";
import { isConfigurationError, unwrap } from "../src/index.js";
import { createVCloudClient } from "../src/vcloud/index.js";
import { failureOf, serve } from "./support/gateway.js";

const token = "do-not-show-me";
const requestid = "94615edd-d9d0-4921-8b3e-60615b3d3431";

test("the token is a field of the form, and a transcription is sent once only", async () => {
  let status = 200;
  const { origin, received } = await serve(() => ({ status, body: { requestid } }));
  const vcloud = createVCloudClient({ origin, token });
  const form = new FormData();
  form.set("file", new Blob(["RIFF"]), "call.wav");
  form.set("output", "text");
  expect(await unwrap(vcloud.POST("/transcribe", { body: form }))).toEqual({ requestid });
  expect(received[0]).toMatchObject({ method: "POST", url: "/transcribe" });
  expect(received[0]?.headers.authorization).toBeUndefined();
  expect(received[0]?.body).toMatch(/name="token"\r\n\r\ndo-not-show-me/);
  expect(received[0]?.body).toContain('name="file"; filename="call.wav"');
  expect(form.has("token")).toBe(false);
  status = 503;
  await vcloud.POST("/transcribe", { body: form, retry: true });
  expect(received).toHaveLength(2);
});

test("the token is in the query of the result, which is 202 while the transcription runs", async () => {
  let status = 202;
  let body: unknown = "in progress";
  const { origin, received } = await serve(() => ({ status, body }));
  const vcloud = createVCloudClient({ origin, token: "a&b=c" });
  const result = () => vcloud.GET("/transcribe/result/{requestid}", { params: { path: { requestid } } });
  const running = await result();
  expect([running.status, running.data]).toEqual([202, "in progress"]);
  status = 200;
  body = { utterances: [] };
  const done = await result();
  expect([done.status, done.data]).toEqual([200, body]);
  body = "Hello";
  expect((await result()).data).toBe("Hello");
  expect(received[0]?.url).toBe(`/transcribe/result/${requestid}?token=a%26b%3Dc`);
});

test("the state of the service is asked for without a token", async () => {
  const { origin, received } = await serve(() => ({ body: "OK" }));
  const text: string = await unwrap(createVCloudClient({ origin, token }).GET("/status"));
  expect(text).toBe("OK");
  expect(received[0]?.url).toBe("/status");
});

test("the token shows in no error and no event", async () => {
  const seen: unknown[] = [];
  const { origin } = await serve(() => ({ status: 401, body: `token ${token} is unknown` }));
  const vcloud = createVCloudClient({ origin, token, onEvent: (event) => seen.push(event) });
  const { error } = await vcloud.GET("/transcribe/result/{requestid}", { params: { path: { requestid } } });
  expect(error).toMatchObject({ status: 401 });
  expect(`${error?.message} ${JSON.stringify(error)} ${JSON.stringify(seen)}`).not.toContain(token);
});

test.each([
  ["token", { token: "" }],
  ["token", {}],
  ["origin", { token, origin: "ftp://vcloud.example" }],
])("a bad %s is refused", async (option, bad) => {
  vi.stubEnv("MEDALLIA_MEC_VCLOUD_TOKEN", "");
  const error = await failureOf(() => createVCloudClient(bad));
  expect(isConfigurationError(error) && error.option).toBe(option);
  vi.unstubAllEnvs();
});
