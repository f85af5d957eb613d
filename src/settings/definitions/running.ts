import { proxyAddress } from "../address.ts";
import { defaulted, optional } from "../definition.ts";
import { choice, count, line, seconds, size, timeZone } from "../value.ts";

/** Files, texts, logs and calls out. */
export const runningDefinitions = {
  WA_BOT_CONFIG: defaulted("wa_config.json", {
    groups: ["configFile"],
    help: "The JSON config: recipients, admins, title and avatar of the chats",
    placeholder: "file",
    schema: line("the path of a file"),
  }),
  WA_DB_FILE: defaulted("whatsapp_bot.db", {
    groups: ["store"],
    help: "The session store; log, socket and files lie beside it",
    placeholder: "file",
    schema: line("the path of a file"),
  }),
  WA_SPOOL_MAX: defaulted("2GB", {
    groups: ["store"],
    help: "Room for files on their way; when it is full files wait and texts go on",
    placeholder: "size",
    schema: size(),
  }),
  WA_RETENTION_DAYS: defaulted("90", {
    groups: ["store"],
    help: "Days after which what is settled or idle is deleted; 0 keeps all",
    placeholder: "days",
    schema: count(36_500),
  }),
  WA_TIMEZONE: optional("the system's", {
    groups: ["chat"],
    help: "Time zone of the texts in the chat and of the hours in the JSON config",
    placeholder: "zone",
    schema: timeZone(),
  }),
  WA_LOCALE: defaulted("en", {
    groups: ["chat"],
    help: "Language of the texts in the chat: en, de, fr, it or es",
    placeholder: "locale",
    schema: choice(["en", "de", "fr", "it", "es"]),
  }),
  WA_LOG_LEVEL: defaulted("info", {
    groups: ["log"],
    help: "The least that is logged: debug, info, warn or error",
    placeholder: "level",
    schema: choice(["debug", "info", "warn", "error"]),
  }),
  WA_LOG_FORMAT: optional("json, text on a terminal", {
    groups: ["log"],
    help: "json or text",
    placeholder: "format",
    schema: choice(["json", "text"]),
  }),
  WA_DRAIN_TIMEOUT: defaulted("30", {
    groups: ["drainTimeoutMs"],
    help: "Seconds for ending cleanly after the first signal",
    placeholder: "seconds",
    schema: seconds(3600),
  }),
  WA_CA_FILE: optional(null, {
    groups: ["caFile"],
    help: "Root certificates (PEM) to trust beside the built-in ones",
    placeholder: "file",
    schema: line("the path of a file"),
  }),
  HTTPS_PROXY: optional(null, {
    groups: ["proxy"],
    help: "Proxy for calls out by https; a user and password may stand in it",
    placeholder: "address",
    schema: proxyAddress(),
    isQuotable: false,
  }),
  NO_PROXY: optional(null, {
    groups: ["proxy"],
    help: "Hosts that are called without the proxy, separated by commas: names with all below them, addresses, networks, or *",
    placeholder: "hosts",
    schema: line("a list of hosts, separated by commas"),
    flag: "proxy-bypass",
  }),
} as const;
