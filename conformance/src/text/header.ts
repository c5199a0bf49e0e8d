/** The value of a header in a documented request or response, by name without regard to case. */
export function headerOf(headers: Readonly<Record<string, string>> | undefined, name: string): string | undefined {
  if (headers === undefined) return undefined;
  const wanted = name.toLowerCase();
  for (const [shown, value] of Object.entries(headers)) if (shown.toLowerCase() === wanted) return value;
  return undefined;
}
