import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { missingLines, type Step, standsIn } from "./guide.ts";
import type { Recorder } from "./report.ts";
import { type Outcome, run } from "./run.ts";
import { commandsOf, workflowProblems } from "./workflow.ts";
import { root } from "./workspace.ts";

const TIMEOUT = 120_000;
const START_TIMEOUT = 30_000;

/** The registry may be behind a proxy whose certificate the machine knows, and Node by itself does not. */
export const SYSTEM_CERTIFICATES = { NODE_USE_SYSTEM_CA: "1" } as const;

/** Follows a guide in a folder, as its reader would, and records what is not as it says. */
export class GuideReader {
  readonly #guide: string;
  readonly #ports: ReadonlyMap<string, string>;
  readonly #folder: string;
  readonly #recorder: Recorder;
  readonly #background: ChildProcess[] = [];
  #last: Outcome = { code: 0, output: "" };
  #isStuck = false;

  /** @param ports what stands for the ports that the guide names */
  constructor(guide: string, folder: string, recorder: Recorder, ports: ReadonlyMap<string, string> = new Map()) {
    this.#ports = ports;
    this.#guide = guide;
    this.#folder = folder;
    this.#recorder = recorder;
  }

  /** Nothing was installed, so no command that follows can be run. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  async follow(step: Step): Promise<void> {
    const title = `${this.#guide}:${step.at}`;
    if (step.kind === "run") await this.#run(title, step);
    if (step.kind === "output") {
      const missing = missingLines(step.lines, this.#last.output);
      const detail = `not printed:\n${missing.join("\n")}\nprinted was:\n${this.#last.output}`;
      this.#verdict(`${title} output`, missing.length === 0, detail);
    }
    if (step.kind === "excerpt") {
      const there = standsIn(step.lines, await readFile(join(root, step.from), "utf8"));
      this.#verdict(`${title} from ${step.from}`, there, `${step.from} does not have these lines, one after the other`);
    }
    if (step.kind === "file") {
      const file = join(this.#folder, step.path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, step.text);
      if (step.path.startsWith(".github/workflows/")) await this.#followWorkflow(title, step.text);
    }
  }

  /** Ends what runs in the background. */
  stop(): void {
    for (const { pid, exitCode } of this.#background.splice(0))
      if (pid !== undefined && exitCode === null) process.kill(-pid);
  }

  async #run(title: string, { script, exit, background }: Step & { kind: "run" }): Promise<void> {
    const name = `${title} ${script.split("\n")[0]}`;
    this.#last = background ? await this.#start(script) : await this.#shell(script);
    const { code, output } = this.#last;
    this.#verdict(name, code === exit, `exit code ${code} in place of ${exit}\n${output}`);
    this.#isStuck = code !== exit && /^npm (install|ci)\b/m.test(script);
  }

  async #followWorkflow(title: string, text: string): Promise<void> {
    const problems = await workflowProblems(text);
    this.#verdict(`${title} actionlint`, problems.length === 0, problems.join("\n"));
    const sandbox = await this.#start("npx conformance serve cultureamp --credentials id:secret");
    const origin = /http:\/\/127\.0\.0\.1:\d+/.exec(sandbox.output)?.[0];
    for (const { job, run: command, env } of commandsOf(text)) {
      const given = Object.fromEntries(Object.entries(env).map(([key, value]) => [key, inPlaceOfSecret(value)]));
      const script = command.replace("drift --live", `drift --live --origin ${origin}`);
      const { code, output } = await this.#shell(script, given);
      this.#verdict(`${title} ${job}: ${command.split("\n")[0]}`, code === 0, `exit code ${code}\n${output}`);
    }
  }

  #shell(script: string, env: NodeJS.ProcessEnv = {}): Promise<Outcome> {
    const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", this.#withFreePorts(script)];
    return run("bash", args, { cwd: this.#folder, env: { ...this.#environment(), ...env }, timeout: TIMEOUT });
  }

  /** Starts a command and waits until it says where it listens. */
  #start(script: string): Promise<Outcome> {
    const options = { cwd: this.#folder, env: this.#environment(), detached: true } as const;
    const child = spawn("bash", ["--noprofile", "--norc", "-c", this.#withFreePorts(script)], options);
    this.#background.push(child);
    return new Promise((resolve) => {
      let output = "";
      const end = (code: number) => {
        clearTimeout(timer);
        resolve({ code, output });
      };
      const timer = setTimeout(() => end(1), START_TIMEOUT);
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          if (/http:\/\/127\.0\.0\.1:\d+.*\n/.test(output)) end(0);
        });
      child.once("close", (code) => end(code ?? 1));
    });
  }

  /** As a reader's: nothing of the package manager and the tools that run this check. */
  #environment(): NodeJS.ProcessEnv {
    const foreign =
      /^(npm_(?!config_(registry|cache|userconfig|.*prox))|pnpm_|turbo_|vitest|node_options|init_cwd|force_color|github_)/i;
    const own = Object.entries(process.env).filter(([name]) => !foreign.test(name));
    const path = (process.env.PATH ?? "").split(delimiter).filter((place) => !/^.*\bscripts\b.*\.bin$/.test(place));
    return {
      ...Object.fromEntries(own),
      ...SYSTEM_CERTIFICATES,
      PATH: [dirname(process.execPath), ...path].join(delimiter),
      NO_COLOR: "1",
      GITHUB_STEP_SUMMARY: join(this.#folder, "summary.md"),
    };
  }

  /** Others may use the ports that the guide names: they stand for free ones. */
  #withFreePorts(script: string): string {
    return script.replaceAll(/\b401\d\b/g, (port) => this.#ports.get(port) ?? port);
  }

  #verdict(title: string, passed: boolean, detail: string): void {
    if (passed) this.#recorder.pass(title);
    else this.#recorder.fail(title, detail);
  }
}

/** The sandbox's credentials, and anything else as it stands. */
function inPlaceOfSecret(value: string): string {
  const name = /^\$\{\{ secrets\.(\w+) \}\}$/.exec(value)?.[1];
  if (name === undefined) return value;
  return name.endsWith("_ID") ? "id" : "secret";
}
