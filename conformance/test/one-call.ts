// The least that a user writes. The checks compile it under every supported TypeScript.
import { packagedExchanges, type ReplayResult, replay, type Sandbox, startSandbox } from "@x/conformance";

const results: ReplayResult[] = await replay({ exchanges: packagedExchanges(), vendor: "cultureamp" });
const failed: string[] = results.filter(({ verdict }) => verdict === "failed").map(({ id }) => id);

const sandbox: Sandbox = await startSandbox({ vendors: ["cultureamp"] });
const origin: string = sandbox.origin("cultureamp");
await sandbox.close();

export { failed, origin };
