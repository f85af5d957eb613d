/** A description stands beside what it describes only where it gets so many columns. */
const narrowestDescription = 28;
/** Lines of prose that are longer are hard to read. */
const widestProse = 100;

/**
 * Fits help into the columns of a terminal: prose is set anew, descriptions are folded below themselves, and a command
 * line goes on behind a backslash, so that it can be copied.
 */
export function fold(text: string, columns: number): string {
  const lines: string[] = [];
  let prose: string[] = [];
  function endProse(): void {
    if (prose.length > 0) lines.push(...wrap(prose.join(" "), Math.min(columns, widestProse)));
    prose = [];
  }
  for (const line of text.split("\n")) {
    if (/^\S/.test(line)) prose.push(line);
    else {
      endProse();
      lines.push(...foldIndented(line, columns));
    }
  }
  endProse();
  return lines.join("\n");
}

/** An option, a command or an example, perhaps with a description behind two spaces or more. */
function foldIndented(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  const [, indent = "", term = "", gap = "", description = ""] =
    /^( +)(\S.*?)(?:( {2,})(\S.*))?$/.exec(line) ?? [];
  if (!description) return foldCommand(indent + term, columns);
  const column = indent.length + term.length + gap.length;
  if (columns - column >= narrowestDescription) {
    const [first = "", ...rest] = wrap(description, columns - column);
    const below = rest.map((text) => " ".repeat(column) + text);
    return [`${indent}${term}${gap}${first}`, ...below];
  }
  const below = `${indent}    `;
  const texts = wrap(description, columns - below.length).map((text) => below + text);
  return [...foldCommand(indent + term, columns), ...texts];
}

function foldCommand(line: string, columns: number): readonly string[] {
  if (line.length <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const mark = " \\";
  const words = line.trim().match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  const [first = "", ...rest] = join(words, columns - indent.length - 2 - mark.length);
  const folded = [indent + first, ...rest.map((text) => `${indent}  ${text}`)];
  return folded.map((text, index) => (index < folded.length - 1 ? text + mark : text));
}

/** Breaks a text between words. */
function wrap(text: string, width: number): readonly string[] {
  return join(text.split(" "), width);
}

/** As many words a line as it takes; one that is longer than a line stays whole. */
function join(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return lines;
}
