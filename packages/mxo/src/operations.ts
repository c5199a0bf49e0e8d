import type { OperationPolicy } from "@x/client-core";

/**
 * What is special about the operations; the first line that fits counts.
 *
 * - `retry: "never"`: records, and is licensed as an interaction, on every send, whatever comes back.
 * - `anyBody`: nothing is documented of the answer.
 * - `emptyBody`: success has no body.
 *
 * Source: "What constitutes license utilization in MXO", in the reference guide of
 * https://docs.medallia.com/en/medallia-experience-orchestration/mxo-help-center
 */
const policies: readonly (readonly [RegExp, OperationPolicy])[] = [
  [/^GET \/one\/rt\/track/, { retry: "never", parseAs: "blob" }],
  [/^GET \/batchv2/, { anyBody: true }],
  // The page that shows a call of 3.0.0 shows no answer.
  [/3\.0\.0/, { retry: "never", emptyBody: true }],
  [/^POST .*(interaction|activity)\/?$/, { retry: "never" }],
  [/2\.0|batchv2|track/, { retry: "never", anyBody: true }],
  [/^(POST|DELETE) \/datastores/, { emptyBody: true }],
];

/** What is special about an operation, given as method and path. */
export function policyOf(operation: string): OperationPolicy | undefined {
  return policies.find(([fits]) => fits.test(operation))?.[1];
}

/** Whether a call carries our access token. Tracking needs none; what OAuth 1.0 signs is signed by the caller. */
export function needsToken(operation: string): boolean {
  return !/ \/one\/(rt\/track|oauth1)\//.test(operation);
}
