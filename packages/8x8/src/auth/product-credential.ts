import { ConfigurationError, credential } from "@x/client-core";

/**
 * A credential from its option or, where that is `undefined`, from the environment variable.
 * @throws ConfigurationError that names product, option and variable.
 */
export function productCredential(title: string, option: string, value: string | undefined, variable: string): string {
  const name = `EIGHT_BY_EIGHT_${variable}`;
  try {
    return credential(option, value, name);
  } catch (error) {
    const { message } = error as ConfigurationError;
    throw new ConfigurationError(option, `${message.slice(message.indexOf(": ") + 2)}, for ${title}`);
  }
}
