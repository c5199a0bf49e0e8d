import { ConfigurationError, checkCredential } from "@x/auth-core";

/**
 * A credential from its option or, where that is `undefined`, from the environment variable.
 * @throws ConfigurationError when there is none, or it holds characters that no credential has.
 */
export function credential(option: string, value: string | undefined, variable: string): string {
  if (value !== undefined) return checkCredential(option, value);
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  const fromEnvironment = process?.env?.[variable];
  if (!fromEnvironment) {
    throw new ConfigurationError(option, `is missing; set the option, or the environment variable ${variable}`);
  }
  return checkCredential(`${option} (${variable})`, fromEnvironment);
}
