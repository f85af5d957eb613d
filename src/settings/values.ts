import * as v from "valibot";

import { definitions, type FilledName, type SettingName } from "./definitions.ts";
import type { FoundText } from "./sources.ts";

type Value<Name extends SettingName> = v.InferOutput<(typeof definitions)[Name]["schema"]>;

/** Typed access to texts whose variables were all found to be right. */
export interface Values {
  get<Name extends FilledName>(name: Name): Value<Name>;
  /** Null where it is unset. */
  getOptional<Name extends SettingName>(name: Name): Value<Name> | null;
  isSet(name: SettingName): boolean;
}

/** Every `get` of a text that is missing or wrong throws: report problems first. */
export function createValues(texts: ReadonlyMap<string, FoundText>): Values {
  function textOf(name: SettingName): string | null {
    return texts.get(name)?.text ?? null;
  }
  return {
    get: (name) => v.parse(definitions[name].schema, textOf(name)),
    getOptional: (name) => {
      const text = textOf(name);
      return text === null ? null : v.parse(definitions[name].schema, text);
    },
    isSet: (name) => {
      const origin = texts.get(name)?.origin ?? "default";
      return origin !== "default";
    },
  };
}
