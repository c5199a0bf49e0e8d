/**
 * An end that the reader can do something about: what was wrong and what to do, in one paragraph, and below it what the
 * program underneath printed.
 */
export class Stop extends Error {
  /**
   * @param {string} message
   * @param {{ output?: string, exitCode?: number }} [more]
   */
  constructor(message, { output = "", exitCode = 1 } = {}) {
    super(message);
    this.output = output;
    this.exitCode = exitCode;
  }
}

/** @param {Stop} stop */
export function printStop(stop) {
  const output = stop.output.trim();
  if (output !== "") console.error(`\n${output}`);
  console.error(`\n${stop.message}\n`);
}
