/** Input that cannot be used as an exchange. The message is one line and names the file and, where there is one, the member. */
export class ExchangeInputError extends Error {
  override readonly name = "ExchangeInputError";
  /** Stable: `EXCHANGE_INPUT`. */
  readonly code = "EXCHANGE_INPUT";
  /** The file or folder, as it was given. */
  readonly file: string;
  /** JSON pointer to the member at fault; `undefined` when it is the file as a whole. */
  readonly member: string | undefined;
  /** What is wrong, without file and member. */
  readonly problem: string;

  constructor(file: string, problem: string, member?: string) {
    super(`${file}: ${member === undefined ? "" : `${member || "/"}: `}${problem}`);
    this.file = file;
    this.member = member;
    this.problem = problem;
  }
}
