import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";

/** How a value came to be text, and the text. */
export interface Rendering {
  by: string;
  text: string;
}

/** What anyone prints: templates, JSON, the console, an inspector at its own settings, ten levels deep. */
export function printed(value: unknown): Rendering[] {
  return [
    attempt("String", () => String(value)),
    attempt("JSON", () => JSON.stringify(value) ?? ""),
    attempt("JSON of members", () => JSON.stringify(Object.entries(value ?? {}))),
    attempt("inspect", () => inspect(value, { depth: 10 })),
    attempt("format", () => format("%s %j", value, value)),
    attempt("console", () => throughConsole(value)),
    ...(value instanceof Error
      ? [
          { by: "stack", text: `${value.stack}` },
          { by: "message", text: value.message },
        ]
      : []),
  ];
}

/** All of {@link printed}, and what only someone who digs will see: hidden members, getters, copies. */
export function dugOut(value: unknown): Rendering[] {
  const deep = { depth: 10, maxArrayLength: null, maxStringLength: null } as const;
  return [
    ...printed(value),
    attempt("inspect hidden", () => inspect(value, { ...deep, showHidden: true })),
    attempt("inspect getters", () => inspect(value, { ...deep, showHidden: true, getters: true })),
    attempt("inspect raw", () => inspect(value, { ...deep, showHidden: true, customInspect: false })),
    attempt("format hidden", () => format("%o %O", value, value)),
    attempt("clone", () => inspect(structuredClone(value), { ...deep, showHidden: true })),
  ];
}

function attempt(by: string, render: () => string): Rendering {
  try {
    return { by, text: render() };
  } catch (error) {
    return { by: `${by}, failing`, text: `${error}` };
  }
}

function throughConsole(value: unknown): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const captured = new Console({ stdout: stream, stderr: stream });
  captured.log(value);
  captured.error("failed:", value);
  captured.dir(value, { depth: 10 });
  captured.table([value]);
  captured.trace(value);
  return text;
}
