import { toReceiptNotification } from "../../src/simulator/dialog360/notifications.ts";
import type { Dialog360Simulator } from "../../src/simulator/dialog360/simulator.ts";
import type { Random } from "./random.ts";

/**
 * Customers read some messages at once, and WhatsApp tells of it in no order: `read`, `sent` and `delivered` race each
 * other, and the answer to the very call that sent the message. @returns how many were read
 */
export function mixReceipts(
  simulator: Dialog360Simulator,
  { random, share }: { readonly random: Random; readonly share: number },
): { readonly count: () => number; readonly stop: () => void } {
  let seen = simulator.sends.length;
  let count = 0;
  const stop = simulator.watch(() => {
    while (seen < simulator.sends.length) {
      const id = simulator.sends[seen++]?.id ?? "";
      const found = simulator.conversations.findMessage(id);
      if (!found || random() >= share) continue;
      count += 1;
      const { shape, clock } = simulator.options;
      for (const status of ["read", "sent", "delivered"] as const) {
        const facts = { message: found.message, status, at: clock.now() };
        void simulator.webhook.sendAtOnce(toReceiptNotification(found.conversation, facts, shape));
      }
    }
  });
  return { count: () => count, stop };
}
