/** What a client threw, in one line: its name, its stable code and its message, which the client keeps free of secrets. */
export function describeThrown(error: unknown): string {
  if (!(error instanceof Error)) return "the client threw something that is no error";
  const code = (error as { code?: unknown }).code;
  const cause =
    error.cause instanceof Error && error.cause.message !== error.message ? ` (${error.cause.message})` : "";
  return `the client threw ${error.name}${typeof code === "string" ? ` (${code})` : ""}: ${error.message}${cause}`
    .replace(/\s+/g, " ")
    .slice(0, 300);
}
