// Text in the language of man pages, as both mandoc and groff read it.

/** Text as it is: nothing in it is a command, and hyphens, quotes and the like can be copied into a shell. */
export function escapeRoff(text: string): string {
  const escaped = text.replace(/[\\\-'"`^~]|[^\x20-\x7e]/gu, toGlyph);
  return escaped.startsWith(".") ? `\\&${escaped}` : escaped;
}

function toGlyph(character: string): string {
  const hex = character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0");
  return glyphs[character] ?? `\\[u${hex}]`;
}

const glyphs: Readonly<Record<string, string>> = {
  "\\": "\\e",
  "-": "\\-",
  "'": "\\(aq",
  '"': "\\(dq",
  "`": "\\(ga",
  "^": "\\(ha",
  "~": "\\(ti",
};

/** How an option, a command or a setting is written: what is typed as it stands in bold, what is put in its place in italics. */
export function renderUsage(usage: string): string {
  const words = usage.split(/([<[]<?[^\]>]*[\]>]+|[ ,]+)/);
  return words
    .map((word) => {
      if (/^[ ,]*$/.test(word)) return word;
      const [, open = "", name = "", close = ""] = /^([<[]+)(.*?)([\]>]+)$/.exec(word) ?? [];
      const isPlace = open !== "";
      return isPlace ? `${open}\\fI${escapeRoff(name)}\\fR${close}` : `\\fB${escapeRoff(word)}\\fR`;
    })
    .join("");
}

/** Text as help has it: paragraphs, and indented lines that stay as they are. */
export function renderText(text: string): readonly string[] {
  const blocks = text.trim().split(/\n{2,}/);
  return blocks.flatMap((block) => {
    const groups: { isCode: boolean; lines: string[] }[] = [];
    for (const line of block.split("\n")) {
      const isCode = /^ {2}/.test(line);
      const last = groups.at(-1);
      if (last?.isCode === isCode) last.lines.push(line.trimEnd());
      else groups.push({ isCode, lines: [line.trimEnd()] });
    }
    return groups.flatMap(({ isCode, lines }) =>
      isCode ? renderCode(lines) : [".PP", escapeRoff(lines.join(" "))],
    );
  });
}

/** Lines that are shown as they are, such as examples; what one is for, in a column of its own, goes below it. */
export function renderCode(lines: readonly string[]): readonly string[] {
  const shown = lines.flatMap((line) => {
    const [code = "", what] = line.replace(/^ {2}/, "").split(/(?<=\S) {3,}/);
    return [escapeRoff(code), ...(what === undefined ? [] : [`    ${escapeRoff(what)}`])];
  });
  return [".RS 4", ".nf", ...shown, ".fi", ".RE"];
}

/** What is explained, and the explanation. */
export function renderTerm(term: string, text: string): readonly string[] {
  return [".TP", term, escapeRoff(text)];
}
