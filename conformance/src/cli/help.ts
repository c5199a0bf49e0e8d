/** What `conformance --help` prints, of the verbs and a line on each. */
export function helpText(verbs: readonly (readonly [name: string, summary: string])[]): string {
  return `conformance: contract tests for typed API clients

usage: conformance <verb> [options]

verbs
${verbs.map(([name, summary]) => `  ${name.padEnd(12)} ${summary}`).join("\n")}

options
  --help       this text; after a verb, the help of that verb
  --version    the version of @x/conformance

exit codes
  0 all is as documented   1 something differs   2 usage or unusable input   3 environment`;
}

/** What `conformance replay --help` prints. */
export const REPLAY_HELP = `conformance replay: send documented exchanges through the real clients and compare

usage: conformance replay [--client FILE|URL] [options]

Each exchange (a documented request and response, one JSON file) is taken apart into a typed call, sent through
the vendor's client, compared on the wire with what is documented, answered as documented, and the result is
compared and checked against the vendor's OpenAPI description. Nothing leaves the machine.

options
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --operation TEXT   only exchanges whose operation holds TEXT, in any case
  --transport NAME   inject, nock, loopback or all; default all: the verdict must be the same on each
  --shard I/N        only the I-th of N parts: every exchange is in exactly one, whatever the machine
  --bail             stop at the first failure, and say how many were not run
  --watch            again whenever an exchange or the client changes; ends with Ctrl+C
  --client FILE|URL  a client of your own in place of the vendors', see below; its transport is loopback by default
  --timeout SECONDS  how long that client may take over a call; default 10
  --json             one JSON document in place of the table
  --help             this text

a client of your own
  FILE is a module whose default export takes a request and gives back what the client gives its caller:
  { status, body }, { error: { status, body } } or a fetch Response. URL is a program in any language: each request is
  POSTed to it as JSON, and it answers with the same as JSON. A request has the operation, typed parameters, body and
  credentials of the exchange, and where to send: "baseUrl", or a ready-made "url". Token requests on the way are
  answered. Vendors that nobody has described here are compared with their exchanges alone.

verdicts
  passed             request and answer are as documented
  request-only       the request is as documented; the page shows no answer
  contradicts        passed; the exchange is known to contradict the vendor's own description, as listed
  failed             something differs; what, is shown below the line
  incoming           an event that the vendor sends; not a call
  not-replayable     the page lost what a replay needs
  no-client          there is no client for this vendor here

examples
  conformance replay
  conformance replay --exchanges ./exchanges --transport loopback
  conformance replay --exchanges ./exchanges --vendor cultureamp --json > replay.json
  conformance replay --operation "GET /v1/employees" --bail --watch
  conformance replay --shard 2/4
  conformance replay --client ./my-client.mjs --exchanges ./exchanges
  conformance replay --client http://127.0.0.1:9000 --vendor mxo --timeout 30

exit codes
  0 all is as documented   1 something differs   2 usage or unusable input   3 environment`;
