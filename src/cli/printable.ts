/** A text in one line, without anything that a terminal would obey; `-` for none. */
export function toLine(text: string): string {
  return text.replace(/[\p{Cc}\s]+/gu, " ").trim() || "-";
}

/** A text in its lines. What a terminal would obey is spelled out: control characters, changes of direction. */
export function toLines(text: string): string {
  return text
    .replaceAll("\r\n", "\n")
    .replace(/[^\P{Cc}\n\t]|[\u202a-\u202e\u2066-\u2069]/gu, (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
    });
}
