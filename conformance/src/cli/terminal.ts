import { styleText } from "node:util";

/** Where a command writes, and what the place can show. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  readonly colour: boolean;
  /** Columns of the screen; `Infinity` when the output goes to a file or another program. */
  readonly columns: number;
}

/** The process's own terminal. Colour only on a screen, and not with NO_COLOR or TERM=dumb. */
export function processTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    out: (text) => void stdout.write(`${text}\n`),
    err: (text) => void stderr.write(`${text}\n`),
    colour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== "dumb",
    columns: stdout.isTTY === true ? stdout.columns || 100 : Number.POSITIVE_INFINITY,
  };
}

/** The styles in use. */
export type Paint = (style: "green" | "red" | "yellow" | "cyan" | "dim" | "bold", text: string) => string;

/** Paints, or leaves the text alone where there is no colour. */
export function painter({ colour }: Terminal): Paint {
  return (style, text) => (colour ? styleText(style, text, { validateStream: false }) : text);
}
