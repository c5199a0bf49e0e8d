// Writes the employees that the public API has processed since a given moment, one JSON document a line. The API has no
// filter for that, so all employees are read and compared here.

import { createCultureAmpClient, isApiClientError } from "@x/cultureamp";

async function main([since = "1970-01-01T00:00:00Z"]: readonly string[]): Promise<void> {
  const from = Date.parse(since);
  if (Number.isNaN(from)) throw new Error("Usage: npm start -- [RFC 3339 date-time]");
  const cultureAmp = createCultureAmpClient({
    permissions: ["employees-read"],
    origin: process.env.CULTUREAMP_ORIGIN,
  });
  let read = 0;
  let written = 0;
  for await (const employee of cultureAmp.paginate("/v1/employees")) {
    read += 1;
    // The vendor writes times with `Z` and with an offset: they are compared as instants, not as text.
    if (Date.parse(employee.processedAt) < from) continue;
    console.log(JSON.stringify(employee));
    written += 1;
  }
  console.error(`${written} of ${read} employees processed since ${since}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
