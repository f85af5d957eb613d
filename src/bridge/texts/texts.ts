import { fillPlaceholders, type TextId, type TextValues } from "./catalogue.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";

/** The bot's texts in the language of the team. */
export interface Texts {
  text<Id extends TextId>(id: Id, values: TextValues<Id>): string;
  /** A text of the config's own: in the team's language, or else in the first that it has; empty if it has none. */
  own(text: TextOverride): string;
  /** A moment (milliseconds since 1970 in UTC) in the team's time zone, as `22/04/2020, 14:18:02`. */
  time(ms: number): string;
  /** A moment as people say it: on the same day as `now` the hour alone (`14:18`), else the day too (`22/04, 14:18`). */
  moment(ms: number, now: number): string;
  /** A sum of money; without a currency of three letters only the number. */
  amount(value: number, currency: string | undefined): string;
}

export type TextLocale = keyof typeof catalogues;

/** A replacement of a text for every locale, or for some. */
export type TextOverride = string | Readonly<Partial<Record<TextLocale, string>>>;

export function createTexts({ locale, timeZone, overrides = {} }: TextsOptions): Texts {
  const clock = { locale, timeZone };
  const hour = createFormat(hourOnly, clock);
  const day = createFormat(dayOnly, clock);
  return {
    text: (id, values) => {
      const override = Object.hasOwn(overrides, id) ? overrides[id] : undefined;
      const replaced = typeof override === "string" ? override : override?.[locale];
      return fillPlaceholders(replaced ?? catalogues[locale][id], values);
    },
    own: (text) =>
      typeof text === "string" ? text : (text[locale] ?? Object.values(text)[0] ?? ""),
    time: createFormat(dateTime, clock),
    moment: (ms, now) => (day(ms) === day(now) ? hour(ms) : `${day(ms)}, ${hour(ms)}`),
    amount(value, currency = "") {
      const style = /^[A-Z]{3}$/i.test(currency)
        ? ({ style: "currency", currency, currencyDisplay: "code" } as const)
        : {};
      return new Intl.NumberFormat(formatLocales[locale], style).format(value);
    },
  };
}

export interface TextsOptions {
  readonly locale: TextLocale;
  /** An IANA name; null for the system's. One that is none throws a RangeError where a time is first formatted. */
  readonly timeZone: string | null;
  readonly overrides?: Readonly<Record<string, TextOverride>> | undefined;
}

const catalogues = { en, de, fr, it, es } as const;

const formatLocales = { en: "en-GB", de: "de", fr: "fr", it: "it", es: "es" } as const;

const dayOnly = { day: "2-digit", month: "2-digit" } as const;
const hourOnly = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
/** Short styles would leave out zeros and centuries in some locales. */
const dateTime = { ...dayOnly, year: "numeric", ...hourOnly, second: "2-digit" } as const;

/** Made when it is first used: the first one of a process takes 10 ms and 10 MB, nothing for a start. */
function createFormat(
  options: Intl.DateTimeFormatOptions,
  { locale, timeZone }: Pick<TextsOptions, "locale" | "timeZone">,
): (ms: number) => string {
  let format: Intl.DateTimeFormat | null = null;
  return (ms) => {
    format ??= new Intl.DateTimeFormat(formatLocales[locale], {
      ...options,
      timeZone: timeZone ?? undefined,
    });
    return format.format(ms);
  };
}
