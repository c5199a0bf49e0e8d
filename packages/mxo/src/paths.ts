import type { paths } from "./generated/mxo.js";

/** Parameters that the client fills in from its options where a call leaves them out. */
type Filled = "sk" | "siteKey" | "workspaceId";

/** In Datastores the query parameter `sk` is another one, the secondary key; it is optional anyhow. */
type WithDefaults<Values> = Values extends object
  ? { [Name in keyof Values as Name extends Filled ? never : Name]: Values[Name] } & {
      [Name in keyof Values as Name extends Filled ? Name : never]?: Values[Name] | undefined;
    }
  : Values;

type IsOptional<Values> = Record<never, never> extends Values ? true : false;

type Parameters<Places> = {
  [Place in keyof Places as IsOptional<WithDefaults<Places[Place]>> extends true ? never : Place]: WithDefaults<
    Places[Place]
  >;
} & {
  [Place in keyof Places as IsOptional<WithDefaults<Places[Place]>> extends true ? Place : never]?:
    | WithDefaults<Places[Place]>
    | undefined;
};

/** Calls whose 200 may report failures of its own: `POST` to these. */
type Reviewed =
  | "/one/oauth2/rt/api/3.0.0/customer/{sk}/activity"
  | "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity"
  | "/one/oauth2/rt/api/3.1.0/customer/{sk}/structure"
  | "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}";

/** Such a 200 is an error, too: its body is one of those that an error may have. */
type WithPartial<Responses> = Responses extends { 200: infer Ok } ? Responses & { partial: Ok } : Responses;

type Operation<Described, IsReviewed> = Described extends { parameters: infer Places; responses: infer Responses }
  ? Omit<Described, "parameters" | "responses"> & {
      parameters: Parameters<Places>;
      responses: IsReviewed extends true ? WithPartial<Responses> : Responses;
    }
  : Described;

/** The operations of the description, as the client takes them: what its options name may be left out of a call. */
export type MxoPaths = {
  [Path in keyof paths]: {
    [Method in keyof paths[Path]]: Operation<
      paths[Path][Method],
      Method extends "post" ? (Path extends Reviewed ? true : false) : false
    >;
  };
};
