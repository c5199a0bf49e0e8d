// A server that answers everything with the same page of a list. Its port is its argument.

import { createServer } from "node:http";

const body = Buffer.from(JSON.stringify({ data: [{ id: "1", name: "x".repeat(500) }], pagination: {} }));
createServer(async (request, response) => {
  for await (const _ of request);
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length }).end(body);
}).listen(Number(process.argv[2]), "127.0.0.1");
