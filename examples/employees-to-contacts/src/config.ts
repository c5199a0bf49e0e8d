/** What a run needs to know. The clients read their credentials from the environment themselves. */
export interface Config {
  readonly customerId: string;
  /** Another scheme and host, such as those of a sandbox. */
  readonly cultureAmpOrigin: string | undefined;
  readonly eightByEightOrigin: string | undefined;
}

/** @throws Error that names every variable that is missing. */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const required = [
    "CULTUREAMP_CLIENT_ID",
    "CULTUREAMP_CLIENT_SECRET",
    "EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_SEARCH_API_KEY",
    "EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_MANAGEMENT_API_KEY",
    "EIGHT_BY_EIGHT_CUSTOMER_ID",
  ];
  const missing = required.filter((name) => !env[name]);
  if (missing.length > 0) throw new Error(`Set ${missing.join(", ")}; README.md says where they come from.`);
  return {
    customerId: env.EIGHT_BY_EIGHT_CUSTOMER_ID ?? "",
    cultureAmpOrigin: env.CULTUREAMP_ORIGIN || undefined,
    eightByEightOrigin: env.EIGHT_BY_EIGHT_ORIGIN || undefined,
  };
}
