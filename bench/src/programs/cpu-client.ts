// Run by cpu.ts, in a process of its own: makes calls with one client and prints the CPU time that a call took, in
// microseconds. Arguments: client, transport, origin, calls to warm up, calls to measure, calls in flight.

import { createCultureAmpClient, type paths } from "@x/cultureamp";
import createFetchClient from "openapi-fetch";
import { employee, token } from "../support/answers.ts";

const [name = "", transport = "", origin = "", warmUp = "0", measured = "0", inFlight = "1"] = process.argv.slice(2);

const headers = { "content-type": "application/json" };

function answerAtOnce(input: unknown): Promise<Response> {
  const url = typeof input === "string" ? input : (input as Request).url;
  return Promise.resolve(new Response(url.endsWith("/token") ? token : employee, { headers }));
}

const transportOptions = transport === "injected" ? { fetch: answerAtOnce } : {};

const id = "96b1cff7-3099-44a9-bd28-0292be8aff7f";
const init = { params: { path: { id } } };

const makers: Record<string, () => () => Promise<string | undefined>> = {
  "@x/cultureamp": () => {
    const client = createCultureAmpClient({
      clientId: "id",
      clientSecret: "secret",
      permissions: ["employees-read"],
      origin,
      ...transportOptions,
    });
    return async () => (await client.GET("/v1/employees/{id}", init)).data?.data.id;
  },
  "openapi-fetch": () => {
    const client = createFetchClient<paths>({
      baseUrl: origin,
      headers: { authorization: "Bearer token" },
      ...transportOptions,
    });
    return async () => (await client.GET("/v1/employees/{id}", init)).data?.data.id;
  },
};

const call = makers[name]?.();
if (call === undefined) throw new Error(`there is no client named ${name}`);

async function make(calls: number): Promise<void> {
  let left = calls;
  const lane = async () => {
    while (left > 0) {
      left -= 1;
      if ((await call?.()) !== id) throw new Error("a call did not give the employee that it asked for");
    }
  };
  await Promise.all(Array.from({ length: Number(inFlight) }, lane));
}

await make(Number(warmUp));
globalThis.gc?.();
const before = process.cpuUsage();
await make(Number(measured));
const { user, system } = process.cpuUsage(before);
console.log((user + system) / Number(measured));
process.exit();
