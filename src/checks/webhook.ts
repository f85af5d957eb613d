import type { Webhook } from "../dialog360/client.ts";
import type { Reach } from "../dialog360/probe.ts";
import { compareWebhook, findTroubles, shortenAddress } from "../dialog360/registered.ts";
import { checkWebhookUrl } from "../settings/address.ts";
import type { NotificationSettings } from "../settings/settings.ts";
import { askHere, tellUnlessBusy } from "./ask.ts";
import { fail, pass, untried, type Check, type Finding } from "./check.ts";

export interface WebhookUnderTest {
  readonly notifications: () => NotificationSettings;
  /** What is registered now. */
  readonly webhook: () => Promise<Webhook>;
  /** Lets `serve` call its own public address; null where none runs. */
  readonly probe: (url: string) => Promise<Reach | null>;
}

const setUrl = "run: whatsapp-bot webhook set <url>, with the public address of this bot";
const setAgain = `${setUrl}; and see who else has this API key`;

/** The way that a notification takes: it is registered, it is ours, its address is one that 360dialog calls, and it ends here. */
export function createWebhookChecks(under: WebhookUnderTest): readonly Check[] {
  const { notifications } = under;
  const url = async (): Promise<string> =>
    notifications().webhookUrl ?? (await under.webhook()).url ?? "";
  return [
    {
      id: "webhook",
      title: "The webhook is registered, ours and with our secret",
      needs: ["api-key"],
      run: () =>
        tellUnlessBusy(
          async () => judgeWebhook(await under.webhook(), notifications()),
          () => setAgain,
        ),
    },
    {
      id: "webhook-address",
      title: "The webhook's address is one that 360dialog calls",
      needs: ["webhook"],
      async run() {
        const wrong = checkWebhookUrl(await url());
        if (wrong === null) return pass(shortenAddress(await url()));
        return fail(
          `${shortenAddress(await url())}: ${wrong}`,
          "give the bot an https address without a port and without an underscore in its host, then run: " +
            "whatsapp-bot webhook set <url>",
        );
      },
    },
    {
      id: "public-url",
      title: "The webhook's address leads to the serve that runs here",
      needs: ["webhook-address"],
      run: () =>
        askHere(
          async () => judgeReach(await under.probe(await url()), notifications()),
          "restart serve, then run it again",
        ),
    },
  ];
}

function judgeWebhook(webhook: Webhook, notifications: NotificationSettings): Finding {
  if (!webhook.url) return fail("no webhook is registered", setUrl);
  const where = `${shortenAddress(webhook.url)}: `;
  const troubles = findTroubles(webhook, notifications);
  if (troubles.length > 0) return fail(`${where}${troubles.join(", ")}`, setAgain);
  const differences = compareWebhook(webhook, { url: null, notifications });
  if (differences.length === 0) return pass(`${where}ours`);
  return pass(`${where}${differences.join(", ")}, which WA_WEBHOOK_AUTH=off allows`);
}

function judgeReach(reach: Reach | null, { path }: NotificationSettings): Finding {
  const first = shortenAddress(`http://host${path}`).slice("http://host".length);
  switch (reach?.kind) {
    case undefined:
      return untried(
        "not tried: no serve runs on this store",
        "run: whatsapp-bot serve, and doctor again",
      );
    case "reached":
      return pass("a call to it came back to this very process");
    case "altered":
      return fail(
        `it reaches us, but our answer comes back as ${reach.status}`,
        "let the proxy in front pass the answers of serve on as they are",
      );
    case "unreachable":
      return fail(
        `nobody can be reached there: ${reach.reason}`,
        "check the DNS name, the firewall and the proxy in front; where this machine alone may not call its own public " +
          "address, try it from elsewhere",
      );
    case "untrusted":
      return fail(
        `its certificate is not trusted: ${reach.reason}`,
        "give the proxy in front a valid certificate for that name, with its whole chain (360dialog demands one); for an " +
          "authority of your own set WA_CA_FILE",
      );
    case "another bot":
      return fail(
        `another whatsapp-bot answers there, with ${reach.status}`,
        "end the other one, or let the proxy in front lead to this one; a proxy must also pass the header " +
          "X-WhatsApp-Bot-Probe on",
      );
    case "other":
      return fail(
        `something else answers there, with ${reach.status}`,
        `let the proxy in front pass ${first} on to WA_NOTIFICATIONS_PORT of serve, with the Authorization header ` +
          "(WA_NOTIFICATIONS_URL_PATH is the path that serve takes)",
      );
    default:
      return reach satisfies never;
  }
}
