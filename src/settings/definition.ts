import type { Settings } from "./settings.ts";
import type { ValueSchema } from "./value.ts";

/** A part of the settings, as commands ask for it. */
export type Group = keyof Settings;

/** One environment variable; parsing, flags, help and the settings table all come from it. */
export interface Definition<Output, Presence extends "filled" | "optional"> {
  /** The groups that are made from it. */
  readonly groups: readonly Group[];
  /** One line, in words for operators. */
  readonly help: string;
  /** The kind of value as help shows it between angle brackets. */
  readonly placeholder: string;
  readonly schema: ValueSchema<Output>;
  /** As text; null where there is none, or where it depends on others (`defaultHelp` says how). */
  readonly default: string | null;
  /** The default as help shows it, where it is no fixed text. */
  readonly defaultHelp: string | null;
  readonly isRequired: boolean;
  /** `filled` always has a value: a required one, or one with a fixed default. */
  readonly presence: Presence;
  /** Has no flag, may come from a file (`X_FILE`), and is never shown. */
  readonly isSecret: boolean;
  /** Without `--`; null where it follows from the name. */
  readonly flag: string | null;
  /** Whether a wrong value may be quoted: it may hold a secret part (a path, a user and password). */
  readonly isQuotable: boolean;
}

interface Base<Output> {
  readonly groups: readonly Group[];
  readonly help: string;
  readonly placeholder: string;
  readonly schema: ValueSchema<Output>;
  readonly flag?: string;
  readonly isQuotable?: boolean;
}

/** A variable that must be set wherever its group is needed. */
export function required<Output>(base: Base<Output>): Definition<Output, "filled"> {
  return {
    ...common(base),
    default: null,
    defaultHelp: null,
    isRequired: true,
    presence: "filled",
  };
}

/** A variable with a fixed default. */
export function defaulted<Output>(text: string, base: Base<Output>): Definition<Output, "filled"> {
  return {
    ...common(base),
    default: text,
    defaultHelp: null,
    isRequired: false,
    presence: "filled",
  };
}

/** A variable that may stay unset; `defaultHelp` tells what happens then, if that is not nothing. */
export function optional<Output>(
  defaultHelp: string | null,
  base: Base<Output>,
): Definition<Output, "optional"> {
  return { ...common(base), default: null, defaultHelp, isRequired: false, presence: "optional" };
}

/** The same variable, kept out of flags and messages. */
export function secret<Output, Presence extends "filled" | "optional">(
  definition: Definition<Output, Presence>,
): Definition<Output, Presence> {
  return { ...definition, isSecret: true, isQuotable: false, flag: null };
}

/** The flag of a variable, without `--`: its name without the program's own `WA_`; null for a secret. */
export function toFlag({ name, isSecret, flag }: FlagFacts): string | null {
  if (isSecret) return null;
  return flag ?? name.replace(/^WA_/, "").toLowerCase().replaceAll("_", "-");
}

/** The name under which commander hands over a flag. */
export function toAttribute(flag: string): string {
  return flag.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

interface FlagFacts {
  readonly name: string;
  readonly isSecret: boolean;
  readonly flag: string | null;
}

function common<Output>(
  base: Base<Output>,
): Omit<Definition<Output, never>, "default" | "defaultHelp" | "isRequired" | "presence"> {
  return {
    ...base,
    flag: base.flag ?? null,
    isSecret: false,
    isQuotable: base.isQuotable ?? true,
  };
}
