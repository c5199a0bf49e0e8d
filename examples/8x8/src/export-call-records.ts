// Writes the call records of one day of a PBX as CSV, page by page.

import { createWorkAnalyticsClient, isApiClientError } from "@x/8x8/work-analytics";

const COLUMNS = ["callId", "startTime", "direction", "caller", "callee", "talkTime", "answered"] as const;

/** RFC 4180. A value that a spreadsheet would run as a formula is kept from it. */
function cell(value: unknown): string {
  const text = String(value ?? "").replace(/^[=+\-@\t\r]/, "'$&");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function main([pbxId, day, timeZone = "UTC"]: readonly string[]): Promise<void> {
  if (pbxId === undefined || day === undefined)
    throw new Error("Usage: npm run call-records -- <PBX name or allpbxes> <YYYY-MM-DD> [time zone]");
  const work = createWorkAnalyticsClient({ origin: process.env.EIGHT_BY_EIGHT_ORIGIN });
  const query = { pbxId, startTime: `${day} 00:00:00`, endTime: `${day} 23:59:59`, timeZone, pageSize: 1_000 };
  process.stdout.write(`${COLUMNS.join(",")}\r\n`);
  let count = 0;
  for await (const record of work.paginate("/analytics/work/v2/call-records", { params: { query } })) {
    process.stdout.write(`${COLUMNS.map((name) => cell(record[name])).join(",")}\r\n`);
    count += 1;
  }
  console.error(`${count} call records`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
