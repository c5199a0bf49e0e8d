// Every generated file is what its OpenAPI description gives today.

import { join } from "node:path";
import { runCheck } from "../report.ts";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

await runCheck("generated", async ({ pass, fail }) => {
  const generator = join(root, "scripts/generate-types/src/main.ts");
  const { code, output } = await run(process.execPath, [generator, "--check"], { cwd: root });
  if (code === 0) pass(output.trim());
  else
    fail(
      "generated files differ from their descriptions",
      `${output}\nRun \`npm run generate\` and commit the result.`,
    );
});
