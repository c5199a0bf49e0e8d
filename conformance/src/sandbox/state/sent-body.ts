import type { Json } from "../../exchange/types.js";
import { isFormType, isJsonType, mediaType } from "../../text/media-type.js";
import { isMultipart, multipartPairs } from "../../text/multipart.js";
import { wirePairs } from "../../text/pairs.js";
import { parseJson } from "../../text/parse-json.js";
import type { SandboxRequest } from "../types.js";

/** What a request says: JSON, the fields of a form, or text. */
export function bodyOf({ body, headers }: SandboxRequest): Json {
  if (body === "") return null;
  const contentType = headers.get("content-type");
  const type = mediaType(contentType);
  if (isMultipart(type)) return Object.fromEntries(multipartPairs(body, contentType));
  if (isFormType(type)) return Object.fromEntries(wirePairs(body));
  return isJsonType(type) || type === undefined ? (parseJson(body) ?? body) : body;
}
