// Runs Pact's verifier in a process of its own, because it writes pages to the output. Arguments: the pact, its provider, where the provider is.
import { Verifier } from "@pact-foundation/pact-core";

const [file, provider, origin] = process.argv.slice(2);
await new Verifier({
  provider,
  providerBaseUrl: origin,
  pactUrls: [file],
  providerStatesSetupUrl: `${origin}/state`,
  logLevel: "error",
}).verify();
