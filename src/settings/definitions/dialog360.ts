import { origin } from "../address.ts";
import { defaulted, optional, required, secret } from "../definition.ts";
import { choice, positive, seconds, toggle, token } from "../value.ts";

/** The WhatsApp side: how messages are sent. */
export const dialog360Definitions = {
  WA_API_KEY: secret(
    required({
      groups: ["dialog360", "notifications"],
      help: "API key of the 360dialog account (D360-API-KEY)",
      placeholder: "key",
      schema: token(),
    }),
  ),
  WA_USE_SANDBOX: defaulted("False", {
    groups: ["dialog360"],
    help: "True uses the 360dialog sandbox",
    placeholder: "True|False",
    schema: toggle(),
  }),
  WA_API_GENERATION: defaulted("v2", {
    groups: ["dialog360"],
    help: "v2 for the Cloud API format, v1 for the On-Premise format; notifications are understood in both",
    placeholder: "v1|v2",
    schema: choice(["v1", "v2"]),
  }),
  WA_API_URL: optional("by generation and sandbox", {
    groups: ["dialog360"],
    help: "Address of the 360dialog API, scheme and host",
    placeholder: "address",
    schema: origin("https://waba-v2.360dialog.io"),
  }),
  WA_SEND_RATE: defaulted("80", {
    groups: ["dialog360"],
    help: "Messages a second to 360dialog at most",
    placeholder: "number",
    schema: positive(1000),
  }),
  WA_PAIR_INTERVAL: defaulted("6", {
    groups: ["dialog360"],
    help: "Seconds between messages to the same customer once a burst of 45 is used up; 0 for no such limit",
    placeholder: "seconds",
    schema: seconds(3600),
  }),
} as const;
