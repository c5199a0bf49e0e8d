import { ConfigurationError } from "@x/client-core";

/**
 * A name that stands in a path or in a host as it is.
 * @throws ConfigurationError naming `option`.
 */
export function checkName(option: string, value: string): string {
  if (!/^[\w~-][\w.~-]*$/.test(value)) {
    throw new ConfigurationError(option, "is empty or holds a character other than letters, digits and - . _ ~");
  }
  return value;
}
