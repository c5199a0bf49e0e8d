// Gives every employee in Culture Amp a contact in the company directory of 8x8. Made to run once a night.

import { createDirectoryContactsClient } from "@x/8x8/directory-contacts";
import { createCultureAmpClient } from "@x/cultureamp";
import { readConfig } from "./config.ts";
import { explain } from "./explain.ts";
import { syncContacts } from "./sync-contacts.ts";

async function main(): Promise<void> {
  const { customerId, cultureAmpOrigin, eightByEightOrigin } = readConfig(process.env);
  const result = await syncContacts({
    cultureAmp: createCultureAmpClient({ permissions: ["employees-read"], origin: cultureAmpOrigin }),
    contacts: createDirectoryContactsClient({ origin: eightByEightOrigin }),
    customerId,
    today: new Date().toISOString().slice(0, 10),
    onRefused: (employeeId, error) => console.error(`Contact of employee ${employeeId}: ${error.message}`),
  });
  console.log(JSON.stringify(result));
  if (result.refused > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(explain(error));
  process.exitCode = 1;
});
