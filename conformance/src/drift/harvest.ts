import { isPlaceholder } from "../text/placeholder.js";

/** Ids of the vendor's own, taken from its lists: by the path of the list, with nameless parameters. */
export class Harvest {
  readonly #items = new Map<string, Readonly<Record<string, unknown>>>();

  /** Remembers the first item of a list. */
  add(template: string, body: unknown): void {
    const item = firstItem(body);
    if (item !== undefined && !this.#items.has(nameless(template))) this.#items.set(nameless(template), item);
  }

  /** An id for a parameter of a path: from the list that stands before it. */
  find(template: string, parameter: string): string | undefined {
    const before = template.slice(0, template.indexOf(`/{${parameter}}`));
    const item = this.#items.get(nameless(before));
    const noun = before.split("/").at(-1)?.replace(/s$/, "") ?? "";
    for (const name of [parameter, camelCase(parameter), `${camelCase(noun)}Id`, "id"]) {
      const value = item?.[name];
      if (typeof value === "number" || (typeof value === "string" && value !== "" && !isPlaceholder(value)))
        return String(value);
    }
    return undefined;
  }
}

function firstItem(body: unknown): Readonly<Record<string, unknown>> | undefined {
  if (body === null || typeof body !== "object") return undefined;
  const list = Array.isArray(body)
    ? body
    : Object.values(body).find((member) => Array.isArray(member) && isObject(member[0]));
  const item = (list as readonly unknown[] | undefined)?.[0];
  return isObject(item) ? item : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function nameless(template: string): string {
  return template.replace(/\{[^}]*\}/g, "{}");
}

function camelCase(name: string): string {
  return name.replace(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
}
