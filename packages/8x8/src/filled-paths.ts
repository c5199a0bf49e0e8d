/** The parameters, with those of the path that the client's options fill made optional. */
type FillParameters<Parameters, Values, Names extends string> = Omit<Parameters, "path"> &
  (Exclude<keyof Values, Names> extends never
    ? { path?: Partial<Values> }
    : { path: Omit<Values, Names> & Partial<Pick<Values, Names & keyof Values>> });

type FillOperation<Operation, Names extends string> = Operation extends { parameters: { path: infer Values } }
  ? Omit<Operation, "parameters"> & { parameters: FillParameters<Operation["parameters"], Values, Names> }
  : Operation;

/** `paths` as openapi-typescript writes them, with the path parameters `Names` optional: the client fills them. */
export type Filled<Paths, Names extends string> = [Names] extends [never]
  ? Paths
  : {
      [Path in keyof Paths]: { [Method in keyof Paths[Path]]: FillOperation<Paths[Path][Method], Names> };
    };
