import type { Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { NotificationSettings } from "../settings/settings.ts";
import { askDialog360, connectDialog360 } from "./ask-dialog360.ts";
import type { Io } from "./io.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";

const needs = ["dialog360", "notifications", "caFile", "proxy"] as const;
const flags = [
  "WA_USE_SANDBOX",
  "WA_API_GENERATION",
  "WA_API_URL",
  "WA_CA_FILE",
  "HTTPS_PROXY",
  "NO_PROXY",
] as const;

/** `webhook set` and `webhook show`: where 360dialog posts notifications to. */
export function defineWebhook(webhook: Command, io: Io): void {
  defineSet(webhook, io);
  defineShow(webhook, io);
}

function defineSet(webhook: Command, io: Io): void {
  const set = webhook
    .command("set <url>")
    .description("register this URL, with the secret header; reads it back and compares")
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
Example:
  whatsapp-bot webhook set https://example.com/whatsapp/notification

Whatever was registered before is replaced. The secret is WA_WEBHOOK_SECRET (the first of several),
or one derived from WA_API_KEY.`,
    );
  addSettingFlags(set, needs, flags).action(async (url: string, options: { json?: boolean }) => {
    const settings = requireSettings(set, needs, io);
    const { notifications } = settings;
    await expectPublicUrl(url, notifications);
    const registry = await connectDialog360(settings);
    const { compareWebhook, toRegistration } = await import("../dialog360/registered.ts");
    await askDialog360(() => registry.setWebhook(toRegistration(url, notifications)));
    const registered = await askDialog360(() => registry.webhook());
    const troubles = compareWebhook(registered, { url, notifications });
    if (troubles.length > 0) {
      throw new OperatorError(
        `360dialog took the webhook, but reads back another: ${troubles.join("; ")}`,
        {
          code: "webhook_differs",
          exitCode: 1,
          hint: "run it again, and see that nobody else sets the webhook of this number",
        },
      );
    }
    io.stdout.write(
      options.json
        ? `${JSON.stringify({ url, ours: true })}\n`
        : `registered: ${url}, with our secret\n`,
    );
  });
}

function defineShow(webhook: Command, io: Io): void {
  const show = webhook
    .command("show")
    .description("what is registered at 360dialog now, and whether it is ours")
    .option("--json", "print JSON")
    .addHelpText("after", "\nExample:\n  whatsapp-bot webhook show --json");
  addSettingFlags(show, needs, [...flags, "WA_WEBHOOK_URL"]).action(
    async (options: { json?: boolean }) => {
      const settings = requireSettings(show, needs, io);
      const { notifications } = settings;
      const registry = await connectDialog360(settings);
      const registered = await askDialog360(() => registry.webhook());
      const { compareWebhook } = await import("../dialog360/registered.ts");
      const troubles = compareWebhook(registered, { url: notifications.webhookUrl, notifications });
      if (options.json) {
        const told = { url: registered.url, ours: troubles.length === 0, differences: troubles };
        io.stdout.write(`${JSON.stringify(told)}\n`);
      } else if (!registered.url) io.stdout.write("no webhook is registered\n");
      else io.stdout.write(`${registered.url} (${troubles.join("; ") || "ours"})\n`);
    },
  );
}

/** What 360dialog demands of the URL, told before it refuses. */
async function expectPublicUrl(url: string, notifications: NotificationSettings): Promise<void> {
  const { checkWebhookUrl } = await import("../settings/address.ts");
  const wrong = checkWebhookUrl(url);
  if (wrong) {
    throw new OperatorError(`this URL cannot be registered: ${wrong}`, {
      code: "usage",
      exitCode: 2,
      hint: `for example: https://example.com${notifications.path}`,
    });
  }
}
