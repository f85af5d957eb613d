import type { Ledger } from "../../src/bridge/ports.ts";
import { emptyPlan } from "../../test/contracts/ledger-samples.ts";
import { demand } from "./figures.ts";
import { newTeamId, toTeamDelivery } from "./samples.ts";

/** What of the ledger the message of a customer goes through. */
export type Durable = Pick<Ledger, "plan" | "record" | "settle" | "take">;

/** A notification of a text message has 600 bytes, one with a receipt or a reply more. */
export function createNotification(bytes: number = 600): Parameters<Durable["record"]>[0] {
  return { source: "dialog360", receivedAt: Date.now(), body: Buffer.alloc(bytes, "{}") };
}

/**
 * Relays a message of a session's customer: recorded, planned, taken and settled, each on disk before the next.
 * @param recorded how many notifications there were before
 */
export function beginLife(
  ledger: Durable,
  { recorded, bytes }: { recorded: number; bytes?: number },
): (sessionId: number) => Promise<void> {
  let last = recorded;
  return async (sessionId) => {
    const notification = createNotification(bytes);
    const now = notification.receivedAt;
    // Numbered in the order in which they are handed over.
    const id = (last += 1);
    await ledger.record(notification);
    await ledger.plan({
      ...emptyPlan,
      notifications: [{ id, state: "planned", reason: null }],
      sessionChanges: [{ sessionId, lastReceivedAt: now, windowExpiresAt: now + 86_400_000 }],
      deliveries: [toTeamDelivery(sessionId, now)],
    });
    const taken = await ledger.take(
      { sessionId, side: "team" },
      { now, openAt: now, resendAt: now },
    );
    demand(taken?.waitUntil === null, "a planned delivery is not there");
    const deliveryId = taken?.delivery.id ?? 0;
    await ledger.settle({ kind: "sent", deliveryId, remoteId: newTeamId(), at: now });
  };
}
