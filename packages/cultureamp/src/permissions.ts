/** Every permission that the API's operations ask for. */
export const cultureAmpPermissions = [
  "employees-read",
  "employee-demographics-read",
  "performance-evaluations-read",
  "surveys-read",
] as const;

/**
 * A permission of a credential.
 *
 * | permission | grants |
 * |---|---|
 * | `employees-read` | employees |
 * | `employee-demographics-read` | demographics of employees |
 * | `performance-evaluations-read` | performance cycles and manager reviews |
 * | `surveys-read` | raw survey data (deprecated operations) |
 *
 * Source: https://docs.api.cultureamp.com/docs/partner-guide-authorization-scopes and, for `surveys-read`,
 * https://api.cultureamp.com/spec
 */
export type CultureAmpPermission = (typeof cultureAmpPermissions)[number];
