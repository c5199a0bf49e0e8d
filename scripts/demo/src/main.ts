import { startSandbox } from "@x/conformance";
import { type DemoArguments, readArguments } from "./arguments.ts";
import { runDemo } from "./run.ts";
import type { VendorDemo } from "./vendor-demo.ts";
import { vendorDemos } from "./vendors/index.ts";

const print = (line: string) => console.log(line);

const HELP = `npm start                      every client against a sandbox on this machine: no credentials, no network
npm start -- --live <vendor>   the read-only calls against the real service, with your credentials

Live runs read these environment variables (those in brackets may be left out):
${vendorDemos
  .map(({ vendor, variables }) => {
    const optional = variables.optional.map((name) => `[${name}]`);
    return `  ${vendor.padEnd(12)} ${[...variables.required, ...optional].join(" ")}`;
  })
  .join("\n")}`;

async function sandboxRun(): Promise<boolean> {
  const sandbox = await startSandbox({ vendors: vendorDemos.map(({ vendor }) => vendor) });
  try {
    let ok = true;
    for (const demo of vendorDemos) {
      const origin = sandbox.origin(demo.vendor);
      const steps = (onEvent: Parameters<VendorDemo["sandbox"]>[2]) =>
        demo.sandbox(origin, sandbox.credentials, onEvent);
      ok = (await runDemo(demo, `sandbox at ${origin}, ${demo.answers ?? "documented answers"}`, steps, print)) && ok;
    }
    print("\nThe real service: npm start -- --help");
    return ok;
  } finally {
    await sandbox.close();
  }
}

async function liveRun(vendors: readonly string[]): Promise<number> {
  const demos = vendorDemos.filter(({ vendor }) => vendors.includes(vendor));
  const missing = demos.flatMap(({ vendor, variables }) =>
    variables.required.filter((name) => !process.env[name]).map((name) => `  ${name}  (${vendor})`),
  );
  if (missing.length > 0) {
    console.error(`A live run needs credentials. Missing in the environment:\n${missing.join("\n")}`);
    return 3;
  }
  let ok = true;
  for (const demo of demos) {
    const steps = (onEvent: Parameters<VendorDemo["live"]>[1]) => demo.live(process.env, onEvent);
    ok = (await runDemo(demo, "the real service, read only", steps, print)) && ok;
  }
  return ok ? 0 : 1;
}

async function main(): Promise<number> {
  let asked: DemoArguments;
  try {
    asked = readArguments(
      process.argv.slice(2),
      vendorDemos.map(({ vendor }) => vendor),
    );
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${HELP}`);
    return 2;
  }
  if (asked.help) {
    print(HELP);
    return 0;
  }
  if (asked.live.length > 0) return liveRun(asked.live);
  return (await sandboxRun()) ? 0 : 1;
}

process.exitCode = await main();
