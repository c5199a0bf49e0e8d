/** A text with the characters in place of their numbers: `\\u0061`, `\\x61`, `&#97;` and `&#x61;`. */
export function withoutEscapes(text: string): string {
  return text.replace(
    /\\u([0-9a-f]{4})|\\x([0-9a-f]{2})|&#x([0-9a-f]{1,6});|&#(\d{1,7});/gi,
    (all, unicode?: string, byte?: string, hex?: string, decimal?: string) => {
      const number = decimal === undefined ? Number.parseInt(unicode ?? byte ?? hex ?? "", 16) : Number(decimal);
      return number <= 0x10ffff ? String.fromCodePoint(number) : all;
    },
  );
}
