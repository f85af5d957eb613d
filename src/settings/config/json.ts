/** What stops a text from being JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Parses JSON; a fault tells its place and cause, which `JSON.parse` does not always do. */
export function parseJson(
  text: string,
): { readonly value: unknown; readonly fault: null } | { readonly fault: JsonFault } {
  try {
    const value: unknown = JSON.parse(text);
    return { value, fault: null };
  } catch {
    return { fault: toFault(text, findFault(text)) };
  }
}

/** The offset of the first character that cannot stand where it stands. */
function findFault(text: string): number {
  let offset = 0;

  function take(pattern: RegExp): boolean {
    pattern.lastIndex = offset;
    const taken = pattern.test(text);
    if (taken) offset = pattern.lastIndex;
    return taken;
  }
  function takeSign(sign: string): boolean {
    take(blanks);
    const taken = text.startsWith(sign, offset);
    if (taken) offset += 1;
    take(blanks);
    return taken;
  }
  function takeText(): boolean {
    return take(/"/y) && take(characters) && take(/"/y);
  }
  function takeMembers(end: string, takeMember: () => boolean): boolean {
    if (takeSign(end)) return true;
    do if (!takeMember()) return false;
    while (takeSign(","));
    return takeSign(end);
  }
  function takeValue(): boolean {
    take(blanks);
    if (text[offset] === '"') return takeText();
    if (takeSign("{")) return takeMembers("}", () => takeText() && takeSign(":") && takeValue());
    if (takeSign("[")) return takeMembers("]", takeValue);
    return take(/(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\w.])/y);
  }
  const blanks = /[ \t\r\n]*/y;
  const characters = /(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/uy;
  takeValue();
  return offset;
}

function toFault(text: string, offset: number): JsonFault {
  const before = text.slice(0, offset).split("\n");
  const found = String.fromCodePoint(text.codePointAt(offset) ?? 0);
  return {
    line: before.length,
    column: (before.at(-1)?.length ?? 0) + 1,
    message:
      text.trim() === ""
        ? "the file is empty"
        : offset < text.length
          ? `${JSON.stringify(found)} cannot stand here`
          : "ends too early",
    hint:
      offset < text.length
        ? toHint(found, text.slice(0, offset))
        : 'Close what is open with ", ] or }',
  };
}

function toHint(found: string, before: string): string {
  const last = before.trimEnd().at(-1) ?? "";
  if (/[\u2018-\u201f\u00ab\u00bb]/.test(found))
    return 'Replace curly quotation marks by straight ones: "';
  if (found === "'") return 'Use double quotation marks: "';
  if (/[}\]]/.test(found) && last === ",") return "Remove the comma before it";
  if (/[/#]/.test(found)) return 'JSON has no comments; a key such as "_remark" may hold one';
  if (found === "\\") return "Write a backslash twice, or / in paths";
  if (/\p{Cc}/u.test(found)) return 'Close the text with " on the line where it begins';
  if (/["{[\d]/.test(found) && !/[,:[{]/.test(last)) return "Put a comma before it";
  if (/[TFN]/.test(found)) return "Write true, false or null in small letters";
  return "Put texts in double quotation marks and a comma between entries";
}
