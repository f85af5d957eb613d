let make: (text: string) => Plain;
let has: (value: object) => boolean;

/**
 * Words that may be logged: our own, with nothing in them that came from outside but numbers, or what fits a pattern. There
 * are no other ways to make one than those below, and the log takes no text that is not one.
 */
export class Plain {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }

  toJSON(): string {
    return this.#text;
  }

  static {
    make = (text: string): Plain => new Plain(text);
    has = (value: object): boolean => #text in value;
  }
}

/** Whether a value is one, whatever its type says. */
export function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && has(value);
}

/** A template literal whose fixed part stands in the source; texts cannot be put into it. */
export function plain(words: TemplateStringsArray, ...values: readonly (number | Plain)[]): Plain {
  return make(String.raw({ raw: words }, ...values.map(toShown)));
}

/**
 * A text from outside that has to be of a form in which nobody's words, names or numbers can be: ids, codes.
 * @param form is held against the whole text
 * @param otherwise stands for what is of another form
 */
export function plainIf(text: unknown, form: RegExp, otherwise: Plain = plain`***`): Plain {
  const isOf = typeof text === "string" && form.exec(text)?.[0] === text;
  return isOf ? make(text) : otherwise;
}

/** At run time nothing keeps a text out of the template but this, nor a number that somebody can be called by. */
function toShown(value: unknown): string {
  const isCount = typeof value === "number" && Math.abs(value) < 1e9;
  return isCount || isPlain(value) ? String(value) : "***";
}
