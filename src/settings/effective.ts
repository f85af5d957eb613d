import { renderPath } from "./config/path.ts";
import { configKeys } from "./config/schema.ts";
import { listDefinitions, type NamedDefinition } from "./definitions.ts";
import type { EnabledConfig } from "./parse-config.ts";
import type { ReadSettings } from "./read-settings.ts";
import type { Settings } from "./settings.ts";
import type { Origin } from "./sources.ts";

/** A value as it counts, fit to be shown. */
export interface EffectiveValue {
  /** A variable's name, or a JSON path as problems have it. */
  readonly name: string;
  /** Null for none. Secrets are `***`. */
  readonly value: unknown;
  /** `file` is the one of `--env-file`, or the JSON config. */
  readonly origin: Origin;
  /** Where exactly, for people. */
  readonly from: string;
}

/** What defaults depend on, where it could be made. */
export type Derived = Partial<Pick<Settings, "dialog360" | "chat">>;

/** The settings, in the order of README. */
export function listEffectiveSettings(
  found: ReadSettings<never>["found"],
  { dialog360, chat }: Derived,
): readonly EffectiveValue[] {
  const derived: Readonly<Record<string, string | undefined>> = {
    WA_API_URL: dialog360?.url,
    WA_WEBHOOK_SECRET: hidden,
    WA_TIMEZONE: chat && (chat.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone),
  };
  return listDefinitions().map((definition) => {
    const { name, defaultHelp } = definition;
    const { text = null, origin = "default", place = "default" } = found.get(name) ?? {};
    if (text !== null) return { name, value: toShown(definition, text), origin, from: place };
    if (origin !== "default") return { name, value: null, origin, from: place };
    const from = defaultHelp === null ? place : `${place}: ${defaultHelp}`;
    return {
      name,
      value: derived[name] ?? null,
      origin,
      from: definition.isRequired ? "not set" : from,
    };
  });
}

/** The enabled config with its defaults; nothing of one that is not valid. */
export function listEffectiveConfig(
  enabled: EnabledConfig | null,
  file: string,
): readonly EffectiveValue[] {
  if (!enabled) return [];
  const { index, written, given } = enabled;
  const values: Readonly<Record<string, unknown>> = written;
  return configKeys.map((key) => ({
    name: renderPath(["configs", index, key]),
    value: values[key] ?? null,
    ...(given.includes(key)
      ? ({ origin: "file", from: file } as const)
      : ({ origin: "default", from: "default" } as const)),
  }));
}

const hidden = "***";

/** Without secrets. A path may be one, unless it is everybody's default. */
function toShown(definition: NamedDefinition, text: string): string {
  if (definition.isSecret) return hidden;
  if (text === definition.default) return text;
  if (definition.isQuotable) return text.replace(/\/\/[^/@\s]*@/g, `//${hidden}@`);
  if (!/^https?:/i.test(text) || !URL.canParse(text))
    return text.startsWith("/") ? `/${hidden}` : hidden;
  const { protocol, host, username, password, pathname, search, hash } = new URL(text);
  const user = username || password ? `${hidden}@` : "";
  const path = pathname === "/" && !search && !hash ? "" : `/${hidden}`;
  return `${protocol}//${user}${host}${path}`;
}
