import {
  isApiClientError,
  isAuthenticationError,
  isPermissionError,
  isRateLimitError,
  isTokenError,
} from "@x/cultureamp";

/** What went wrong and what to do about it, in words for whoever finds the failed run in the morning. */
export function explain(error: unknown): string {
  if (!isApiClientError(error)) return error instanceof Error ? error.message : String(error);
  const hint = hintFor(error);
  return [`${error.vendor ?? "client"}: ${error.message}`, ...(hint === undefined ? [] : [hint])].join("\n");
}

function hintFor(error: unknown): string | undefined {
  // Which of the two happens when a permission is missing, the vendor does not say.
  const lacksPermission = isPermissionError(error) || (isTokenError(error) && error.oauthError === "invalid_scope");
  if (lacksPermission && error.vendor === "cultureamp")
    return "Give the credential the permission employees-read: Culture Amp, account settings, API.";
  if (isTokenError(error))
    return "Check CULTUREAMP_CLIENT_ID and CULTUREAMP_CLIENT_SECRET, and that the credential still exists.";
  if (isPermissionError(error) || isAuthenticationError(error))
    return "Check the two keys EIGHT_BY_EIGHT_DIRECTORY_CONTACTS_…: searching takes one, writing the other.";
  if (isRateLimitError(error)) {
    const seconds = Math.ceil((error.retryAfterMs ?? 0) / 1000);
    return `Run again ${seconds > 0 ? `in ${seconds} s` : "later"}: what is done stays done.`;
  }
  return undefined;
}
