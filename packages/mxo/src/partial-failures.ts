import {
  isPartialFailureError as isPartialFailure,
  type PartialFailure,
  type PartialFailureError,
} from "@x/client-core";
import type { components } from "./generated/mxo.js";

type Schemas = components["schemas"];

/** What MXO sends of a part that failed: an activity, a structure, or a record that was not inserted. */
export type MxoFailedItem = Schemas["ActivityError"] | Schemas["StructureError"] | Schemas["InsertRecord"];

/** A 200 in which activities, the structure or records failed. What is not among its `failures` was done. */
export type MxoPartialFailureError = PartialFailureError<MxoFailedItem>;

/** Whether `value` is a 200 in which some part failed. */
export function isPartialFailureError(value: unknown): value is MxoPartialFailureError {
  return isPartialFailure(value);
}

interface Reported {
  errorCode?: string;
  errorMessage?: string;
  result?: string;
}

/**
 * The failures in the 200 of an operation: `errors` of activities, `error` of a structure, and each record whose `result` is no 2xx.
 *
 * Sources: https://thunderheadone.github.io/one-api/ and https://thunderheadone.github.io/datastores-api/
 */
export function failuresIn(operation: string, body: unknown): PartialFailure<MxoFailedItem>[] {
  if (!/^POST .*(activity|structure|\{target\})$/.test(operation)) return [];
  const { errors, error } = (body ?? {}) as { errors?: Reported[] | null; error?: Reported | null };
  const failed: Reported[] = Array.isArray(body)
    ? body.filter((record: Reported | null) => !/^2\d\d$/.test(record?.result ?? ""))
    : (errors ?? (error ? [error] : []));
  return failed.map((item) => ({
    code: item?.errorCode ?? item?.result,
    message: item?.errorMessage,
    item: item as MxoFailedItem,
  }));
}
