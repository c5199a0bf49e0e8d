import type { Operation } from "../openapi/operation.js";
import { type LiveSetting, variableOf } from "../vendors/live-access.js";
import type { Vendor } from "../vendors/types.js";

/** The settings of a vendor that says nothing of its own: one client id and secret for everything. */
const COMMON: readonly LiveSetting[] = [
  { name: "clientId", purpose: "client id", isSecret: true },
  { name: "clientSecret", purpose: "client secret", isSecret: true },
  { name: "scope", purpose: "scope, as the vendor writes it", isSecret: false },
];

/** What a live run may be told of a vendor's account, with the environment variables that are looked at. */
export interface NamedSetting extends LiveSetting {
  /** The first that is set counts. */
  readonly variables: readonly string[];
}

/** The settings of a vendor. Client id and secret are also found in `CONFORMANCE_CLIENT_ID` and `CONFORMANCE_CLIENT_SECRET`. */
export function settingsOf(vendor: Vendor): readonly NamedSetting[] {
  return (vendor.live?.settings ?? COMMON).map((setting) => {
    const own = variableOf(vendor.id, setting.name);
    const isCommon = setting.name === "clientId" || setting.name === "clientSecret";
    return {
      ...setting,
      variables: isCommon ? [own, own.replace(/^CONFORMANCE_.*(?=_CLIENT_)/, "CONFORMANCE")] : [own],
    };
  });
}

/**
 * The settings that an operation needs and that are not given, of the alternative of its security requirement that lacks the fewest.
 *
 * @param host the host of its described server, with variables where it has some; `undefined` when an origin stands in for it.
 */
export function missingFor(
  operation: Operation,
  vendor: Vendor,
  host: string | undefined,
  values: Readonly<Record<string, string | undefined>>,
): readonly NamedSetting[] {
  const settings = settingsOf(vendor);
  const isGiven = ({ name, otherwise }: LiveSetting): boolean =>
    Boolean(values[name]) || (otherwise !== undefined && Boolean(values[otherwise]));
  const alternatives = operation.security.length === 0 ? [{}] : operation.security;
  const lacking = alternatives.map((requirement) => {
    const schemes = Object.keys(requirement);
    const isNeeded = ({ name, schemes: own }: LiveSetting): boolean =>
      vendor.live === undefined
        ? schemes.length > 0 && (name === "clientId" || name === "clientSecret")
        : own?.some((scheme) => schemes.includes(scheme)) === true;
    return settings.filter((setting) => isNeeded(setting) && !isGiven(setting));
  });
  const fewest = lacking.reduce((least, next) => (next.length < least.length ? next : least));
  const ofHost = settings.filter(
    (setting) => !isGiven(setting) && setting.hostVariables?.some((name) => host?.includes(`{${name}}`)) === true,
  );
  return [...fewest, ...ofHost];
}
