import { Observer, type Row } from "./observer.ts";
import { type Column, tableHead, tableRow } from "./table.ts";
import type { Step, VendorDemo } from "./vendor-demo.ts";

const COLUMNS: readonly Column[] = [
  { head: "operation", width: 41 },
  { head: "status", width: 6, right: true },
  { head: "typed result", width: 55 },
  { head: "ms", width: 6, right: true },
  { head: "tries", width: 5, right: true },
  { head: "token", width: 6 },
];

function cellsOf(row: Row): string[] {
  return [row.operation, row.status, row.result, row.durationMs.toFixed(1), String(row.attempts), row.token];
}

/**
 * Runs a vendor's steps and prints each call as a row. Answers whether every step came to its end.
 * @param stepsFor makes the steps with a client that tells `onEvent` what it does
 */
export async function runDemo(
  demo: VendorDemo,
  where: string,
  stepsFor: (onEvent: Observer["onEvent"]) => readonly Step[],
  print: (line: string) => void,
): Promise<boolean> {
  const observer = new Observer();
  let ok = true;
  print(`\n${demo.title}  ${where}\n`);
  for (const line of tableHead(COLUMNS)) print(line);
  for (const step of stepsFor(observer.onEvent)) {
    try {
      for await (const brief of step.run()) {
        for (const row of observer.describe(brief)) print(tableRow(COLUMNS, cellsOf(row)));
      }
    } catch (error) {
      ok = false;
      const message = error instanceof Error ? error.message : String(error);
      const rows = observer.describe(message);
      for (const row of rows) print(tableRow(COLUMNS, cellsOf(row)));
      // Without a row there was no call: what stopped it has to be said all the same.
      if (rows.length === 0) print(`${step.title}: ${message}`);
      if (observer.tokens.failed > 0) break;
    }
  }
  const { requests, obtained, reused, rejected, failed } = observer.tokens;
  const calls = observer.rows.length;
  print("");
  print(
    `token requests: ${requests}  (calls ${calls}, obtained ${obtained}, reused ${reused}, rejected ${rejected}, failed ${failed})`,
  );
  return ok;
}
