import { address, urlPath, webhookAddress } from "../address.ts";
import { defaulted, optional, secret } from "../definition.ts";
import {
  choice,
  digits,
  host,
  hostOrOff,
  hoursOrOff,
  port,
  portOrOff,
  toggle,
  token,
  tokens,
} from "../value.ts";

/** What comes in: notifications, and operators' questions. */
export const listenerDefinitions = {
  WA_NOTIFICATIONS_PORT: defaulted("8080", {
    groups: ["notifications"],
    help: "Port of the webhook listener",
    placeholder: "port",
    schema: port(),
  }),
  WA_NOTIFICATIONS_HOST: defaulted("0.0.0.0", {
    groups: ["notifications"],
    help: "Address that the webhook listener binds",
    placeholder: "host",
    schema: host(),
  }),
  WA_NOTIFICATIONS_URL_PATH: defaulted("/whatsapp/notification", {
    groups: ["notifications"],
    help: "Path of the webhook; it may be a secret one",
    placeholder: "path",
    schema: urlPath(),
    isQuotable: false,
  }),
  WA_WEBHOOK_SECRET: secret(
    optional("derived from WA_API_KEY", {
      groups: ["notifications"],
      help: "What notifications must carry as Bearer; several, separated by commas: all are accepted, the first is registered",
      placeholder: "secret",
      schema: tokens(),
    }),
  ),
  WA_WEBHOOK_AUTH: defaulted("required", {
    groups: ["notifications"],
    help: "off accepts notifications without that header, for a webhook registered by hand",
    placeholder: "required|off",
    schema: choice(["required", "off"]),
  }),
  WA_WEBHOOK_URL: optional(null, {
    groups: ["notifications"],
    help: "Public address of the webhook, as 360dialog is to call it",
    placeholder: "address",
    schema: webhookAddress(),
    isQuotable: false,
  }),
  WA_WEBHOOK_REPAIR: defaulted("off", {
    groups: ["notifications"],
    help: "on registers WA_WEBHOOK_URL again when it was changed elsewhere",
    placeholder: "on|off",
    schema: toggle(),
  }),
  WA_PHONE_NUMBER_ID: optional(null, {
    groups: ["notifications"],
    help: "Notifications for another number id than this are set aside",
    placeholder: "id",
    schema: digits(),
  }),
  WA_SILENCE_HOURS: defaulted("off", {
    groups: ["notifications"],
    help: "Alarm after so many hours without a notification",
    placeholder: "hours|off",
    schema: hoursOrOff(8760),
  }),
  WA_OPS_HOST: defaulted("127.0.0.1", {
    groups: ["ops"],
    help: "Address that the operators' listener (/livez, /readyz, /metrics) binds; off for none",
    placeholder: "host|off",
    schema: hostOrOff(),
  }),
  WA_OPS_PORT: defaulted("9464", {
    groups: ["ops"],
    help: "Port of the operators' listener; the default one gives way if it is taken; off for none",
    placeholder: "port|off",
    schema: portOrOff(),
  }),
  WA_OPS_TOKEN: secret(
    optional(null, {
      groups: ["ops"],
      help: "Guards metrics and console; demanded when WA_OPS_HOST is not this machine",
      placeholder: "token",
      schema: token(),
    }),
  ),
  WA_HEARTBEAT_URL: optional(null, {
    groups: ["heartbeatUrl"],
    help: "Address that is called every minute while messages can flow",
    placeholder: "address",
    schema: address("https://heartbeat.example.com/whatsapp-bot"),
    isQuotable: false,
  }),
} as const;
