import type { BotConfig } from "../settings/settings.ts";
import type { Teamwire } from "../teamwire/api.ts";
import { resolveRecipients } from "../teamwire/recipients.ts";
import { ask } from "./ask.ts";
import { fail, pass, type Check } from "./check.ts";

/** Whether everybody whom the JSON config names can be in a chat. */
export function createRecipientsCheck(
  client: () => Teamwire,
  config: () => Pick<BotConfig, "users" | "admins" | "groups">,
): Check {
  return {
    id: "recipients",
    title: "Recipients are found, circles are public",
    needs: ["config", "teamwire-user", "teamwire-users", "teamwire-groups", "teamwire-group"],
    run: () =>
      ask(
        async () => {
          const { resolved, unresolved } = await resolveRecipients(config(), client());
          if (unresolved.length === 0) return pass(`${resolved.length} found`);
          const names = unresolved.map(
            ({ where, recipient, why }) => `${where} "${recipient}" (${why})`,
          );
          const hints = new Set(unresolved.map(({ hint }) => hint));
          return fail(
            names.join(", "),
            `${[...hints].join("; ")}; after a change of the JSON config run: whatsapp-bot serve reload`,
          );
        },
        () => "run it again; if it stays, see that Teamwire can be reached (TW_API_HOST)",
      ),
  };
}
