import { expect, test } from "vitest";
import { type ApiError, type Client, createClient, unwrap } from "../src/index.js";
import { json, scripted } from "./support/things.js";

type Json<Body> = { content: { "application/json": Body } };

/** An operation that answers at once, or says that it will. */
interface Paths {
  "/jobs": {
    post: { responses: { 200: Json<{ done: number }>; 202: { content?: never }; 400: Json<{ why: string }> } };
  };
  "/report": { get: { responses: { 200: { content: { "text/csv": string } } } } };
}

function client(...steps: Parameters<typeof scripted>): {
  client: Client<Paths>;
  calls: ReturnType<typeof scripted>["calls"];
} {
  const { fetch, calls } = scripted(...steps);
  const policy = (operation: string) =>
    operation === "GET /report" ? ({ parseAs: "text", accept: "text/csv" } as const) : undefined;
  return { client: createClient<Paths>({ vendor: "jobs", origin: "https://jobs.example", policy }, { fetch }), calls };
}

test("the documented answers of an operation are told apart by their status, in the types too", async () => {
  const done = await client(json({ done: 3 })).client.POST("/jobs");
  if (done.error) throw done.error;
  expect(done.status).toBe(200);
  if (done.status === 200) {
    const { done: count }: { done: number } = done.data;
    expect(count).toBe(3);
  } else {
    const { status, data }: { status: 202; data: undefined } = done;
    throw new Error(`${status} ${data}`);
  }

  const later = await client(new Response(null, { status: 202 })).client.POST("/jobs");
  expect(later.status).toBe(202);
  expect(later.data).toBeUndefined();
});

test("an error has its status beside it, and unwrap gives the data of any success", async () => {
  const { error, status } = await client(json({ why: "no" }, 400)).client.POST("/jobs");
  const typed: ApiError<{ why: string }> | undefined = error;
  expect(status).toBe(400);
  expect(typed?.body.why).toBe("no");

  const data: { done: number } | undefined = await unwrap(client(json({ done: 1 })).client.POST("/jobs"));
  expect(data).toEqual({ done: 1 });
});

test("an operation asks for the media type that it answers in, and a caller may ask for another", async () => {
  const { client: jobs, calls } = client(new Response("a,b", { headers: { "content-type": "text/csv" } }));
  expect((await jobs.GET("/report")).data).toBe("a,b");
  await jobs.GET("/report", { headers: { accept: "text/plain" } });
  expect(calls.map(({ headers }) => headers.accept)).toEqual(["text/csv", "text/plain"]);
});

test("a vendor's own name for the request id is understood", async () => {
  const answer = json({ why: "no" }, 400, { "x-vendor-rpc-request-id": "r-1" });
  const { error } = await client(answer).client.POST("/jobs");
  expect(error?.requestId).toBe("r-1");
});
