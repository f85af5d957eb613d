import { allGroups } from "../settings/definitions.ts";
import { readSettings } from "../settings/read-settings.ts";
import type { Settings } from "../settings/settings.ts";

/** Settings of the demo: those of the simulators, free ports, and quiet logs; nothing of the real environment. */
export function readDemoSettings(environment: Readonly<Record<string, string>>): Settings {
  const { settings, problems } = readSettings({
    needs: allGroups,
    flags: {},
    env: {
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_PORT: "0",
      WA_LOG_LEVEL: "warn",
      ...environment,
    },
    envFile: null,
    readFile: () => new Uint8Array(),
  });
  if (!settings) throw new Error(`the demo's own settings are wrong: ${problems[0]?.where}`);
  return settings;
}
