import { expect, test } from "vitest";
import { type ClientEvent, createClient, createEmit, type Layer } from "../src/index.js";

test("a vendor's own layer warns through the client's events, before the call is sent", async () => {
  const seen: string[] = [];
  const onEvent = (event: ClientEvent) =>
    seen.push(event.type === "warning" ? `${event.operation}: ${event.code}, ${event.message}` : event.type);
  const emit = createEmit(onEvent);
  const authorize: Layer = (next) => (url, init) => {
    emit(init.call, () => ({ type: "warning", code: "not_covered", message: "the token does not cover things" }));
    return next(url, init);
  };
  const fetch = async () => {
    seen.push("sent");
    return Response.json({});
  };
  const client = createClient<{
    "/things": { get: { responses: { 200: { content: { "application/json": object } } } } };
  }>({ vendor: "things", origin: "https://api.example", authorize }, { fetch, onEvent });
  await client.GET("/things");
  expect(seen).toEqual(["GET /things: not_covered, the token does not cover things", "sent", "call"]);
});
