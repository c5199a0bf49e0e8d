// Run by cpu.ts, in a process of its own, so that its CPU time is not the client's. Sends its origin to the parent, and
// ends with it.

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { employee, token } from "../support/answers.ts";

const server = createServer((request, response) => {
  request.resume();
  response.setHeader("content-type", "application/json");
  response.end(request.url?.endsWith("/token") ? token : employee);
});
server.listen(0, "127.0.0.1", () => {
  process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.once("disconnect", () => process.exit());
