/** A call of which nothing is known. */
interface AnyOperation {
  parameters: {
    path?: Record<string, string | number>;
    query?: Record<string, unknown>;
    header?: Record<string, string>;
  };
  requestBody?: { content: { "application/json": unknown } };
  responses: {
    "2XX": { content: { "application/json": unknown } };
    default: { content: { "application/json": unknown } };
  };
}

/**
 * Any path, with bodies of which nothing is known: the resources of the API stand in a reference that the vendor gives to
 * its customers. Put the types that you make of yours in its place: `createCrowdicityClient<paths>(...)`.
 */
export interface AnyPaths {
  [path: `/${string}`]: {
    get: AnyOperation;
    put: AnyOperation;
    post: AnyOperation;
    delete: AnyOperation;
    options: AnyOperation;
    head: AnyOperation;
    patch: AnyOperation;
  };
}
