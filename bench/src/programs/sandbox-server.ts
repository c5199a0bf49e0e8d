// A sandbox with every vendor. Sends its origins and an access token when each vendor listens, and its resident set in bytes
// when asked.

import { startSandbox } from "@x/conformance";

const sandbox = await startSandbox();
process.send?.({ ready: sandbox.origin("cultureamp"), credentials: sandbox.credentials });
process.on("message", () => process.send?.({ rss: process.memoryUsage.rss() }));
process.on("disconnect", () => void sandbox.close());
