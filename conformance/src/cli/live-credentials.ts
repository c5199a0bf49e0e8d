import { DriftEnvironmentError } from "../drift/drift-environment-error.js";
import { type NamedSetting, settingsOf } from "../drift/live-settings.js";
import { vendors } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import { UsageError } from "./usage-error.js";

/** The options that say where credentials are. */
export interface CredentialOptions {
  readonly "client-id-env"?: string | undefined;
  readonly "client-secret-env"?: string | undefined;
  readonly "credential-env"?: readonly string[] | undefined;
  readonly setting?: readonly string[] | undefined;
  readonly scope?: string | undefined;
}

/** The vendor of that name. */
export function liveVendor(id: string): Vendor {
  const vendor = vendors.find((known) => known.id === id);
  if (vendor === undefined)
    throw new UsageError(
      `--vendor: there is no vendor "${id}"; there is: ${vendors.map((known) => known.id).join(", ")}`,
    );
  return vendor;
}

/** What the command line and the environment say of an account. A secret comes from the environment only. */
export function credentialsFrom(vendor: Vendor, values: CredentialOptions): Record<string, string | undefined> {
  const settings = settingsOf(vendor);
  const credentials: Record<string, string | undefined> = {};
  for (const { name, variables } of settings)
    credentials[name] = variables.map((variable) => process.env[variable]).find(Boolean);
  const settingOf = (option: string, name: string): NamedSetting => {
    const setting = settings.find((one) => one.name === name);
    if (setting === undefined)
      throw new UsageError(
        `${option}: ${vendor.id} has no "${name}"; it has ${settings.map((one) => one.name).join(", ")}`,
      );
    return setting;
  };
  const { "client-id-env": id, "client-secret-env": secret, "credential-env": others = [] } = values;
  const named = [
    ...(id === undefined ? [] : [["clientId", id] as const]),
    ...(secret === undefined ? [] : [["clientSecret", secret] as const]),
    ...others.map((text) => nameAndText("--credential-env", text)),
  ];
  for (const [name, variable] of named) credentials[settingOf("--credential-env", name).name] = variableNamed(variable);
  const scope = values.scope === undefined ? [] : [["scope", values.scope] as const];
  for (const [name, text] of [...scope, ...(values.setting ?? []).map((one) => nameAndText("--setting", one))]) {
    if (settingOf(name === "scope" ? "--scope" : "--setting", name).isSecret)
      throw new UsageError(
        `--setting: "${name}" is a secret; put it into a variable and name that with --credential-env`,
      );
    credentials[name] = text;
  }
  return credentials;
}

/** The values that nothing may show. */
export function secretsAmong(vendor: Vendor, credentials: Readonly<Record<string, string | undefined>>): string[] {
  return settingsOf(vendor).flatMap(({ name, isSecret }) => {
    const value = credentials[name];
    return isSecret && value ? [value] : [];
  });
}

function variableNamed(name: string): string {
  const value = process.env[name];
  if (!value) throw new DriftEnvironmentError("REFUSED", `there are no credentials: the variable ${name} is not set`);
  return value;
}

/** The help on one vendor's settings. */
export function settingLines(vendorId: string): string[] {
  const vendor = liveVendor(vendorId);
  const settings = settingsOf(vendor);
  const width = Math.max(...settings.map(({ name }) => name.length));
  const wide = Math.max(...settings.map(({ variables: [first = ""] }) => first.length));
  return [
    `conformance drift --live --vendor ${vendor.id}: what a live run is told of your account with ${vendor.title}`,
    "",
    ...settings.map(
      ({ name, variables: [first = ""], purpose, isSecret }) =>
        `  ${name.padEnd(width)}  ${first.padEnd(wide)}  ${purpose}${isSecret ? " (secret)" : ""}`,
    ),
    "",
    "Each is read from its environment variable; client id and secret also from CONFORMANCE_CLIENT_ID and",
    "CONFORMANCE_CLIENT_SECRET. --credential-env NAME=VARIABLE names another one, --setting NAME=TEXT gives what is no secret.",
    "An operation is left out, with the reason, when one that it needs is not there. With --origin, hosts are not needed.",
    "",
    "See conformance drift --help for the options.",
  ];
}

/** An option that is NAME=TEXT. */
export function nameAndText(option: string, text: string): [name: string, value: string] {
  const equals = text.indexOf("=");
  if (equals < 1) throw new UsageError(`${option} "${text}" is not NAME=TEXT`);
  return [text.slice(0, equals), text.slice(equals + 1)];
}
