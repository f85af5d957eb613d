import * as v from "valibot";

/** Parses the text of a variable; its one issue says what was expected, as it would follow "is not". */
export type ValueSchema<Output> = v.GenericSchema<string, Output>;

/** `on` or `off` and the other usual words for them, in any case. */
export function toggle(): ValueSchema<boolean> {
  const schema = value("on or off", (text) => {
    const word = text.toLowerCase();
    if (["true", "1", "yes", "on"].includes(word)) return true;
    return ["false", "0", "no", "off"].includes(word) ? false : null;
  });
  return v.pipe(schema, v.metadata({ words: ["on", "off"] }));
}

/** One of a few words, in any case. */
export function choice<const Words extends readonly string[]>(
  words: Words,
): ValueSchema<Words[number]> {
  const schema = value(
    words.join(" or "),
    (text): Words[number] | null => words.find((word) => word === text.toLowerCase()) ?? null,
  );
  return v.pipe(schema, v.metadata({ words }));
}

/** The few words that a value can be; none where it can be much else. */
export function wordsOf(schema: ValueSchema<unknown>): readonly string[] {
  const { words } = v.getMetadata(schema);
  return Array.isArray(words) ? words.filter((word) => typeof word === "string") : [];
}

/** A port; 0 takes any free one. */
export function port(): ValueSchema<number> {
  return value("a port number from 0 to 65535", (text) => toWhole(text, 65_535));
}

/** A port, or null for `off`. */
export function portOrOff(): ValueSchema<number | null> {
  return orOff(port());
}

/** A name or address to listen on, without a port. */
export function host(): ValueSchema<string> {
  return value("a host name or address without a port", (text) => {
    const bare = text.replace(/^\[(.*)\]$/, "$1");
    return /^([\w-]+(\.[\w-]+)*|[\da-f:]*:[\da-f:.]*)$/i.test(bare) && !/^[^:]+:\d+$/.test(bare)
      ? bare
      : null;
  });
}

/** A host, or null for `off`. */
export function hostOrOff(): ValueSchema<string | null> {
  return orOff(host());
}

/** A whole number of something, none included. */
export function count(most: number): ValueSchema<number> {
  return value(`a whole number from 0 to ${most}`, (text) => toWhole(text, most));
}

/** A number above 0, with a fraction if need be. */
export function positive(most: number): ValueSchema<number> {
  return value(`a number above 0, up to ${most}`, (text) => {
    const number = toNumber(text, most);
    return number === 0 ? null : number;
  });
}

/** Seconds, as milliseconds. */
export function seconds(most: number): ValueSchema<number> {
  return value(`a number of seconds from 0 to ${most}`, (text) => {
    const number = toNumber(text.replace(/\s*s$/i, ""), most);
    return number === null ? null : number * 1000;
  });
}

/** Hours, as milliseconds; null for `off`. */
export function hoursOrOff(most: number): ValueSchema<number | null> {
  const hours = value(`a number of hours above 0, up to ${most}`, (text) => {
    const number = toNumber(text, most);
    return number ? number * 3_600_000 : null;
  });
  return orOff(hours);
}

/** An amount of bytes: KB, MB, GB and TB in steps of 1000; KiB, MiB, GiB and TiB of 1024. */
export function size(): ValueSchema<number> {
  return value("a size such as 500MB or 2GB", (text) => {
    const [, amount = "", letter = "", binary = ""] =
      /^(\d+(?:\.\d+)?)\s*(?:([KMGT])(i?)B?|B)?$/i.exec(text) ?? [];
    if (amount === "") return null;
    const power = letter ? "KMGT".indexOf(letter.toUpperCase()) + 1 : 0;
    const bytes = Math.round(Number(amount) * (binary ? 1024 : 1000) ** power);
    return Number.isSafeInteger(bytes) ? bytes : null;
  });
}

/** An IANA time zone that this system knows. */
export function timeZone(): ValueSchema<string> {
  return value("a time zone such as Europe/Berlin", (text) => {
    try {
      return new Intl.DateTimeFormat("en", { timeZone: text }).resolvedOptions().timeZone;
    } catch {
      return null;
    }
  });
}

/** What may stand in a header: visible ASCII without spaces. */
export function token(): ValueSchema<string> {
  return value("a key of visible characters without spaces or line breaks", (text) =>
    /^[\x21-\x7e]+$/.test(text) ? text : null,
  );
}

/** Several tokens, separated by commas. */
export function tokens(): ValueSchema<readonly string[]> {
  return value(
    "one or several keys, separated by commas, without spaces or line breaks in them",
    (text) => {
      const found = text.split(",").map((one) => one.trim());
      return found.every((one) => /^[\x21-\x7e]+$/.test(one)) ? found : null;
    },
  );
}

export function digits(): ValueSchema<string> {
  return value("a number of digits only", (text) => (/^\d+$/.test(text) ? text : null));
}

/** The path of a file or folder, or any other line of text. */
export function line(expected: string): ValueSchema<string> {
  return value(expected, (text) => (text === "" || /\p{Cc}/u.test(text) ? null : text));
}

/** Parses trimmed text; `parse` gives null for what is not `expected`. */
export function value<Output>(
  expected: string,
  parse: (text: string) => Output | null,
): ValueSchema<Output> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Output => {
      const parsed = parse(dataset.value.trim());
      if (parsed !== null) return parsed;
      addIssue({ message: expected });
      return NEVER;
    }),
  );
}

function orOff<Output>(schema: ValueSchema<Output>): ValueSchema<Output | null> {
  return v.pipe(
    v.string(),
    v.rawTransform(({ dataset, addIssue, NEVER }): Output | null => {
      if (dataset.value.trim().toLowerCase() === "off") return null;
      const parsed = v.safeParse(schema, dataset.value);
      if (parsed.success) return parsed.output;
      addIssue({ message: `${parsed.issues[0].message}, or off` });
      return NEVER;
    }),
  );
}

function toWhole(text: string, most: number): number | null {
  return /^\d{1,15}$/.test(text) && Number(text) <= most ? Number(text) : null;
}

function toNumber(text: string, most: number): number | null {
  return /^\d{1,15}(\.\d{1,9})?$/.test(text) && Number(text) <= most ? Number(text) : null;
}
