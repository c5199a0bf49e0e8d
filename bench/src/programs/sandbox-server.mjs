// A sandbox with every vendor. Sends its origins and credentials when each vendor listens. JavaScript, as users run it: what
// strips types takes time and memory of its own.

import { startSandbox, vendors } from "@x/conformance";

const sandbox = await startSandbox();
const origins = Object.fromEntries(vendors.map(({ id }) => [id, sandbox.origin(id)]));
process.send?.({ origins, credentials: sandbox.credentials });
process.on("disconnect", () => void sandbox.close());
