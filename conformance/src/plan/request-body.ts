import type { Difference } from "../compare/difference.js";
import { documentedForm } from "../compare/documented-form.js";
import type { DocumentedRequest, Json } from "../exchange/types.js";
import type { DeclaredContent, Operation } from "../openapi/operation.js";
import { headerOf } from "../text/header.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { isMultipart } from "../text/multipart.js";
import { parseJson } from "../text/parse-json.js";

/** The body of a call, as a caller would give it. */
export interface PlannedBody {
  /** `undefined`: none. */
  readonly body: unknown;
  /** As shown, else as described. */
  readonly type: string | undefined;
  /** The schema of a JSON body. */
  readonly schemaPointer: string | undefined;
  readonly problems: readonly Difference[];
}

const NO_BODY: PlannedBody = { body: undefined, type: undefined, schemaPointer: undefined, problems: [] };

/** Turns a documented body into what a caller would give: an object for JSON and forms, a string for other text. */
export function requestBody(operation: Operation, request: DocumentedRequest): PlannedBody {
  const body = request.body ?? "";
  if (body === "") return NO_BODY;
  const { requestContent } = operation;
  if (requestContent === undefined)
    return { ...NO_BODY, problems: [problem("", "the operation takes no body in the description")] };

  const shown = mediaType(headerOf(request.headers, "content-type"));
  const type = shown ?? likelyType(requestContent, body);
  const declared = type === undefined ? undefined : contentFor(requestContent, type);
  const problems =
    declared === undefined
      ? [problem("Content-Type", `content type "${type}" is not in the description of this operation`)]
      : [];
  if (isMultipart(type)) return { body: formInParts(body), type, schemaPointer: undefined, problems };
  if (isFormType(type)) return { body: formValue(body), type, schemaPointer: undefined, problems };
  if (typeof body !== "string") return { body, type, schemaPointer: declared?.schemaPointer, problems };
  const parsed = isJsonType(type) ? parseJson(body) : undefined;
  return {
    body: parsed ?? body,
    type,
    schemaPointer: parsed === undefined ? undefined : declared?.schemaPointer,
    problems,
  };
}

/** Finds the declared content for a media type: itself, `type/*` or anything. */
export function contentFor(content: ReadonlyMap<string, DeclaredContent>, type: string): DeclaredContent | undefined {
  return content.get(type) ?? content.get(`${type.split("/")[0]}/*`) ?? content.get("*/*");
}

/** Where the page shows no Content-Type: of the declared types, the one that this body can be. */
function likelyType(content: ReadonlyMap<string, DeclaredContent>, body: Json): string | undefined {
  const types = [...content.keys()];
  const fits = typeof body === "string" ? types.find((type) => !isJsonType(type)) : types.find(isJsonType);
  return fits ?? types[0];
}

function formValue(body: Json): Record<string, string> | URLSearchParams {
  const pairs = documentedForm(body);
  const names = new Set(pairs.map(([name]) => name));
  const copies = pairs.map(([name, value]): [string, string] => [name, value]);
  return names.size === pairs.length ? Object.fromEntries(copies) : new URLSearchParams(copies);
}

/** A file's part is text here: its name and type are not shown. */
function formInParts(body: Json): FormData {
  const form = new FormData();
  for (const [name, value] of documentedForm(body)) form.append(name, value);
  return form;
}

function problem(at: string, message: string): Difference {
  return { aspect: "body", at, message };
}
