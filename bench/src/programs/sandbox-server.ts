// A sandbox with every vendor. Sends its origins and credentials when each vendor listens.

import { startSandbox, vendors } from "@x/conformance";

const sandbox = await startSandbox();
const origins = Object.fromEntries(vendors.map(({ id }) => [id, sandbox.origin(id)]));
process.send?.({ origins, credentials: sandbox.credentials });
process.on("disconnect", () => void sandbox.close());
