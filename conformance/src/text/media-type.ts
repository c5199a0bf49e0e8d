/** The media type of a Content-Type, lower case and without parameters: `application/json; charset=utf-8` gives `application/json`. */
export function mediaType(contentType: string | undefined): string | undefined {
  if (contentType === undefined) return undefined;
  const semicolon = contentType.indexOf(";");
  return (semicolon === -1 ? contentType : contentType.slice(0, semicolon)).trim().toLowerCase() || undefined;
}

/** Whether a media type is JSON: `application/json`, `text/json` or any `+json`. */
export function isJsonType(type: string | undefined): boolean {
  return type !== undefined && (type === "application/json" || type === "text/json" || type.endsWith("+json"));
}

/** Whether a media type is an urlencoded form. */
export function isFormType(type: string | undefined): boolean {
  return type === "application/x-www-form-urlencoded";
}
