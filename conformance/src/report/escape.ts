import { ENTITIES } from "../text/entities.js";

/** A text inside HTML or XML, also inside an attribute. Controls that XML cannot hold become a replacement character. */
export function escapeMarkup(text: string): string {
  let safe = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const isControl = code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d;
    const isNoCharacter = (code >= 0xd800 && code <= 0xdfff) || code === 0xfffe || code === 0xffff;
    safe += isControl || isNoCharacter ? "\ufffd" : (ENTITIES[character] ?? character);
  }
  return safe;
}
