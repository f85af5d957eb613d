import { DeliveryError } from "../bridge/errors.ts";
import type { WhatsApp } from "../bridge/ports.ts";
import type { Account, WebhookRegistry } from "../dialog360/client.ts";
import { once, tellUnlessBusy } from "./ask.ts";
import { fail, pass, untried, type Check } from "./check.ts";
import { createClockCheck } from "./clock.ts";
import { createWebhookChecks, type WebhookUnderTest } from "./webhook.ts";

/** What is asked of 360dialog. */
export type Dialog360Client = WebhookRegistry & Account & Pick<WhatsApp, "templates">;

export interface Dialog360UnderTest extends Pick<WebhookUnderTest, "notifications" | "probe"> {
  readonly client: () => Dialog360Client;
}

const triedAgain = "run it again; if it stays, ask 360dialog's support with these words";

/** What can change at 360dialog and on the way to and from it without anybody here knowing: `serve` asks it by the hour. */
export function createDialog360Checks(under: Dialog360UnderTest): readonly Check[] {
  const { client } = under;
  const webhook = once(() => client().webhook());
  return [
    {
      id: "dialog360",
      title: "360dialog answers",
      needs: ["settings"],
      async run() {
        const error = await webhook().then(() => null, toDeliveryError);
        if (error?.verdict !== "transient") return pass("it does");
        return fail(
          error.message,
          "check WA_API_URL and the way there: DNS, firewall, proxy (HTTPS_PROXY)",
        );
      },
    },
    {
      id: "api-key",
      title: "360dialog takes the API key",
      needs: ["dialog360"],
      async run() {
        const error = await webhook().then(() => null, toDeliveryError);
        if (error?.verdict !== "account") return pass("it does");
        return fail(
          error.message,
          "set WA_API_KEY to the newest key of this number: making one ends the one before, and its webhook with it",
        );
      },
    },
    {
      id: "health-status",
      title: "WhatsApp lets the number send",
      needs: ["api-key"],
      run: () =>
        tellUnlessBusy(
          () => readHealth(client()),
          () => triedAgain,
        ),
    },
    ...createWebhookChecks({ ...under, webhook }),
    createClockCheck(() => client().clockOffsetMs()),
  ];
}

async function readHealth(client: Account): ReturnType<Check["run"]> {
  const health = await client.messagingHealth();
  if (health === null) return untried("not told: neither the v1 API nor the sandbox offers it");
  const { canSend, reasons, advice } = health;
  const told = [canSend, ...reasons].join("; ");
  if (canSend !== "blocked") return pass(told);
  return fail(
    told,
    advice.length > 0 ? advice.join("; ") : "see the number's state in the 360dialog hub",
  );
}

function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  throw error;
}
