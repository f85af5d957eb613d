import { DeliveryError } from "../bridge/errors.ts";
import type { Clock, Health, Log } from "../bridge/ports.ts";
import type { WebhookRegistry } from "../dialog360/client.ts";
import { findTroubles, toRegistration } from "../dialog360/registered.ts";
import type { NotificationSettings } from "../settings/settings.ts";

export interface RepairOptions {
  readonly registry: WebhookRegistry;
  readonly notifications: NotificationSettings;
  readonly clock: Pick<Clock, "monotonic">;
  readonly health: Health;
  readonly log: Log;
  readonly signal: AbortSignal;
}

/** Two programs that both insist would otherwise change the webhook to and fro without an end in sight. */
const leastMs = 60 * 60 * 1000;
const contested = "webhook-contested";

/**
 * Registers the webhook again where it was changed elsewhere and `WA_WEBHOOK_REPAIR` is on: at most once an hour. Where
 * that did not last an hour, somebody else keeps changing it, and operators are told.
 * @returns to be called after each look. @param isOurs null where nobody could tell
 */
export function createRepair(options: RepairOptions): (isOurs: boolean | null) => Promise<void> {
  const { registry, notifications, clock, health, log, signal } = options;
  const { webhookUrl, webhookRepair } = notifications;
  let repairedAt: number | null = null;

  async function repair(url: string): Promise<void> {
    const found = await registry.webhook();
    const troubles = findTroubles(found, notifications);
    if (troubles.length === 0 || signal.aborted) return;
    const sinceMs = repairedAt === null ? Infinity : clock.monotonic() - repairedAt;
    // The next look after a repair may be more than an hour later.
    if (sinceMs < 2 * leastMs) tellContested();
    if (sinceMs < leastMs) return;
    repairedAt = clock.monotonic();
    const registered = await registry.setWebhook(toRegistration(url, notifications));
    if (found.url) log.warn("the webhook was changed elsewhere: it is registered again");
    else log.warn("no webhook was registered: it is registered again");
    if (findTroubles(registered, notifications).length === 0) health.recover("webhook");
  }

  function tellContested(): void {
    health.degrade(contested, {
      detail: "somebody else keeps changing the webhook: it did not stay ours for an hour",
      remedy:
        "find the other program that has this API key and end it; or set WA_WEBHOOK_REPAIR=off and leave the number to it",
    });
  }

  return async (isOurs) => {
    if (!webhookRepair || webhookUrl === null) return;
    if (isOurs) {
      const isLasting = repairedAt === null || clock.monotonic() - repairedAt >= leastMs;
      if (isLasting) health.recover(contested);
      return;
    }
    if (isOurs === null) return;
    try {
      await repair(webhookUrl);
    } catch (error) {
      if (!(error instanceof DeliveryError)) throw error;
      log.debug("the webhook could not be registered again", { reason: error.why });
    }
  };
}
