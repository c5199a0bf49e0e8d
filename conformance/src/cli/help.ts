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

usage: conformance replay [options]

Each exchange (a documented request and response, one JSON file) is taken apart into a typed call, sent through
the vendor's client, compared on the wire with what is documented, answered as documented, and the result is
compared and checked against the vendor's OpenAPI description. Nothing leaves the machine.

options
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --transport NAME   inject, nock, loopback or all; default all: the verdict must be the same on each
  --json             one JSON document in place of the table
  --help             this text

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

exit codes
  0 all is as documented   1 something differs   2 usage or unusable input   3 environment`;
