/** What stops a text from being JSON; line and column count from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  readonly message: string;
  readonly hint: string;
}

/** Parses JSON; a fault tells its place, which `JSON.parse` does not always do. */
export function parseJson(
  text: string,
): { readonly value: unknown } | { readonly fault: JsonFault } {
  try {
    const value: unknown = JSON.parse(text);
    return { value };
  } catch {
    return { fault: toFault(text, findFault(text)) };
  }
}

type Token = "string" | "scalar" | "{" | "}" | "[" | "]" | "," | ":";

/** The offset of the first character that cannot stand where it stands. */
function findFault(text: string): number {
  const open: ("{" | "[")[] = [];
  let expected: ReadonlySet<Token> = aValue;
  let offset = 0;
  let isKey = false;
  for (;;) {
    offset += /^[ \t\r\n]*/.exec(text.slice(offset))?.[0].length ?? 0;
    const found = readToken(text, offset);
    if (!found || !expected.has(found.token)) return found?.faultAt ?? offset;
    const { token, length } = found;
    offset += length;
    if (token === "{" || token === "[") {
      open.push(token);
      isKey = token === "{";
      expected = token === "{" ? aKeyOrEnd : aValueOrEnd;
    } else if (token === ",") {
      isKey = open.at(-1) === "{";
      expected = isKey ? aKey : aValue;
    } else if (token === ":") {
      isKey = false;
      expected = aValue;
    } else if (isKey && token === "string") {
      expected = aColon;
    } else {
      if (token === "}" || token === "]") open.pop();
      isKey = false;
      expected = open.length === 0 ? nothing : open.at(-1) === "{" ? inObject : inArray;
    }
  }
}

const aValue = new Set<Token>(["string", "scalar", "{", "["]);
const aValueOrEnd = new Set<Token>([...aValue, "]"]);
const aKey = new Set<Token>(["string"]);
const aKeyOrEnd = new Set<Token>(["string", "}"]);
const aColon = new Set<Token>([":"]);
const inObject = new Set<Token>([",", "}"]);
const inArray = new Set<Token>([",", "]"]);
const nothing = new Set<Token>();

const punctuation: readonly Token[] = ["{", "}", "[", "]", ",", ":"];
const soundString = /^"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*/i;
const scalar = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?)(?![\w.+-])/i;

function readToken(
  text: string,
  offset: number,
): { token: Token; length: number; faultAt?: number } | null {
  const rest = text.slice(offset);
  const sign = punctuation.find((one) => rest.startsWith(one));
  if (sign) return { token: sign, length: 1 };
  const string = soundString.exec(rest)?.[0];
  if (string !== undefined) {
    if (rest[string.length] === '"') return { token: "string", length: string.length + 1 };
    return null;
  }
  const word = scalar.exec(rest)?.[0];
  return word === undefined ? null : { token: "scalar", length: word.length };
}
