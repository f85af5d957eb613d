import { origin } from "../address.ts";
import { defaulted, required, secret } from "../definition.ts";
import { toggle, token } from "../value.ts";

/** The team side. */
export const teamwireDefinitions = {
  TW_API_APPID: required({
    groups: ["teamwire"],
    help: "AppID of the bot, from App Integrations in the Teamwire dashboard",
    placeholder: "id",
    schema: token(),
  }),
  TW_API_SECRET: secret(
    required({
      groups: ["teamwire"],
      help: "Secret of the bot, from the same place",
      placeholder: "secret",
      schema: token(),
    }),
  ),
  TW_API_HOST: required({
    groups: ["teamwire"],
    help: "Address of the Teamwire backend, in the cloud or on-premise",
    placeholder: "address",
    schema: origin("https://backend.teamwire.eu"),
  }),
  TW_API_INSECURE: defaulted("off", {
    groups: ["teamwire"],
    help: "on allows plain http to a host that is not this machine, such as a gateway in the same private network",
    placeholder: "on|off",
    schema: toggle(),
  }),
} as const;
