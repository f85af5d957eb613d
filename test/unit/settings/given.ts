import type { Group } from "../../../src/settings/definition.ts";
import {
  readSettings,
  type ReadSettings,
  type ReadSettingsOptions,
} from "../../../src/settings/read-settings.ts";
import type { Problem } from "../../../src/settings/settings.ts";

/** What must be set. */
export const complete = {
  TW_API_APPID: "app-1",
  TW_API_SECRET: "team-secret",
  TW_API_HOST: "https://backend.teamwire.eu",
  WA_API_KEY: "whatsapp-key",
};

export type Given<Needed extends Group> = Partial<ReadSettingsOptions<Needed>> & {
  readonly files?: Readonly<Record<string, string>>;
};

/** Reads from `complete` alone, or from what is given. */
export function read<Needed extends Group>(
  needs: readonly Needed[],
  { files = {}, ...given }: Given<Needed> = {},
): ReadSettings<Needed> {
  return readSettings({
    flags: {},
    env: complete,
    envFile: null,
    readFile: (path) => {
      const text = files[path];
      if (text === undefined) throw Object.assign(new Error("no file"), { code: "ENOENT" });
      return new TextEncoder().encode(text);
    },
    ...given,
    needs,
  });
}

/** The places of all errors. */
export function errorsOf({ problems }: { problems: readonly Problem[] }): string[] {
  return problems.filter(({ severity }) => severity === "error").map(({ where }) => where);
}
