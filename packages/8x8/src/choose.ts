import { ConfigurationError } from "@x/client-core";

/**
 * What a region, or the like, stands for.
 * @throws ConfigurationError that lists the known ones.
 */
export function choose<Value>(
  title: string,
  option: string,
  name: string,
  known: Readonly<Record<string, Value>>,
): Value {
  if (!Object.hasOwn(known, name)) {
    throw new ConfigurationError(
      option,
      `${JSON.stringify(name)} is unknown for ${title}; known: ${Object.keys(known).join(", ")}`,
    );
  }
  return known[name] as Value;
}
