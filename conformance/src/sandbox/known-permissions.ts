import type { Description } from "../openapi/description.js";

/** Every permission that the description declares or that an operation asks for. */
export function knownPermissions({ document, routes }: Description): readonly string[] {
  const flows = Object.values(document.components?.securitySchemes ?? {}).flatMap((scheme) =>
    Object.values(scheme.flows ?? {}),
  );
  const declared = flows.flatMap((flow) => Object.keys(flow.scopes ?? {}));
  const asked = routes.operations.flatMap(({ security }) =>
    security.flatMap((requirement) => Object.values(requirement).flat()),
  );
  return [...new Set([...declared, ...asked])];
}
