// The packaged exchanges, replayed over a real socket. The checks run it beside the packed package on every supported Node.
import assert from "node:assert/strict";
import { packagedExchanges, replay } from "@x/conformance";

const results = await replay({ exchanges: packagedExchanges(), vendor: "cultureamp", transports: ["loopback"] });
assert.ok(results.length > 0);
assert.deepEqual(
  results.filter(({ verdict }) => verdict === "failed").map(({ id }) => id),
  [],
);
