/** What the process says when it ends. */
export const exitCode = {
  ok: 0,
  /** Something differs from what is documented. */
  finding: 1,
  /** The command line or the input cannot be used. */
  unusable: 2,
  /** The machine does not let the run happen, such as a socket that cannot be opened. */
  environment: 3,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
