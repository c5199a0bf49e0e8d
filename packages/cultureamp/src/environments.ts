/**
 * Where the API is served, and the id that names it in a scope. The id belongs to the API itself, not to an account.
 *
 * Source: https://docs.api.cultureamp.com/docs/partner-guide-authorization-scopes
 */
export const environments = {
  production: {
    origin: "https://api.cultureamp.com",
    entityId: "8ed17dce-9eca-4383-a9e1-54f82c362b6d",
  },
  sandbox: {
    origin: "https://sandbox.public-api.development.cultureamp.net",
    entityId: "79040b4d-3e2b-4480-a061-2e230eeb83b2",
  },
} as const;

/** `production`, or `sandbox`, which is for partners. */
export type CultureAmpEnvironment = keyof typeof environments;
