import type { Group } from "./definition.ts";
import { loadCrypto } from "./lazy-crypto.ts";
import type { Settings } from "./settings.ts";
import type { Values } from "./values.ts";

/** Makes the groups that are asked for from values that are all right. */
export function toGroups<Needed extends Group>(
  needs: readonly Needed[],
  values: Values,
): Pick<Settings, Needed> {
  let made: Partial<Settings> = {};
  for (const group of needs) made = { ...made, ...makers[group](values) };
  if (isComplete(made, needs)) return made;
  throw new TypeError("A group of settings was not made");
}

function isComplete<Needed extends Group>(
  made: Partial<Settings>,
  needs: readonly Needed[],
): made is Partial<Settings> & Pick<Settings, Needed> {
  return needs.every((group) => group in made);
}

type Maker<Name extends Group> = (values: Values) => Pick<Settings, Name>;

const makers: { readonly [Name in Group]: Maker<Name> } = {
  teamwire: (values) => ({
    teamwire: {
      appId: values.get("TW_API_APPID"),
      secret: values.get("TW_API_SECRET"),
      host: values.get("TW_API_HOST"),
    },
  }),
  dialog360: (values) => ({ dialog360: toDialog360(values) }),
  notifications: (values) => ({ notifications: toNotifications(values) }),
  ops: (values) => ({ ops: toOps(values) }),
  store: (values) => ({
    store: {
      file: values.get("WA_DB_FILE"),
      spoolMaxBytes: values.get("WA_SPOOL_MAX"),
      retentionMs: values.get("WA_RETENTION_DAYS") * dayMs || null,
    },
  }),
  chat: (values) => ({
    chat: { timeZone: values.getOptional("WA_TIMEZONE"), locale: values.get("WA_LOCALE") },
  }),
  log: (values) => ({
    log: { level: values.get("WA_LOG_LEVEL"), format: values.getOptional("WA_LOG_FORMAT") },
  }),
  drainTimeoutMs: (values) => ({ drainTimeoutMs: values.get("WA_DRAIN_TIMEOUT") }),
  heartbeatUrl: (values) => ({ heartbeatUrl: values.getOptional("WA_HEARTBEAT_URL") }),
  configFile: (values) => ({ configFile: values.get("WA_BOT_CONFIG") }),
  caFile: (values) => ({ caFile: values.getOptional("WA_CA_FILE") }),
  proxy: (values) => ({ proxy: toProxy(values) }),
};

const dayMs = 24 * 60 * 60 * 1000;

function toDialog360(values: Values): Settings["dialog360"] {
  const generation = values.get("WA_API_GENERATION");
  const sandbox = values.get("WA_USE_SANDBOX");
  return {
    apiKey: values.get("WA_API_KEY"),
    generation,
    sandbox,
    url: values.getOptional("WA_API_URL") ?? apiUrls[sandbox ? "sandbox" : "live"][generation],
    sendRatePerSecond: values.get("WA_SEND_RATE"),
    pairIntervalMs: values.get("WA_PAIR_INTERVAL"),
  };
}

const apiUrls = {
  live: { v1: "https://waba.messagepipe.io", v2: "https://waba-v2.360dialog.io" },
  sandbox: {
    v1: "https://waba-sandbox.messagepipe.io",
    v2: "https://waba-sandbox.360dialog.io",
  },
} as const;

function toNotifications(values: Values): Settings["notifications"] {
  return {
    host: values.get("WA_NOTIFICATIONS_HOST"),
    port: values.get("WA_NOTIFICATIONS_PORT"),
    path: values.get("WA_NOTIFICATIONS_URL_PATH"),
    get secrets() {
      return values.getOptional("WA_WEBHOOK_SECRET") ?? [toDerivedSecret(values.get("WA_API_KEY"))];
    },
    authRequired: values.get("WA_WEBHOOK_AUTH") === "required",
    phoneNumberId: values.getOptional("WA_PHONE_NUMBER_ID"),
    webhookUrl: values.getOptional("WA_WEBHOOK_URL"),
    webhookRepair: values.get("WA_WEBHOOK_REPAIR"),
    silenceMs: values.get("WA_SILENCE_HOURS"),
  };
}

/** `serve` and `webhook set` arrive at the same secret without a setting. */
function toDerivedSecret(apiKey: string): string {
  return loadCrypto().createHmac("sha256", apiKey).update("whatsapp-bot webhook v1").digest("hex");
}

function toOps(values: Values): Settings["ops"] {
  const host = values.get("WA_OPS_HOST");
  const port = values.get("WA_OPS_PORT");
  if (host === null || port === null) return null;
  return {
    host,
    port,
    portIsSet: values.isSet("WA_OPS_PORT"),
    token: values.getOptional("WA_OPS_TOKEN"),
  };
}

function toProxy(values: Values): Settings["proxy"] {
  const url = values.getOptional("HTTPS_PROXY");
  if (url === null) return null;
  const bypass = (values.getOptional("NO_PROXY") ?? "").split(",").map((host) => host.trim());
  return { url, bypass: bypass.filter((host) => host !== "") };
}
