import type { components } from "./generated/medallia-mec.js";

/** The administrative permissions of a role, as documented: 76 names. Releases of the product add to them. */
export type AdministrativePermission = components["schemas"]["AdministrativePermission"];

/** The reporting permissions of a role, as documented: 122 names. Releases of the product add to them. */
export type ReportingPermission = components["schemas"]["ReportingPermission"];
