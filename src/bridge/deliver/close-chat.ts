import type { Outcome, Taken } from "../delivery.ts";
import { DeliveryError } from "../errors.ts";
import type { Outgoing } from "../message.ts";
import { toNotice } from "../texts/notice.ts";
import type { DeliveryPorts } from "./ports.ts";

const mostTries = 3;

/** Ends a chat; where the team messenger does not let us, staff are asked to do it themselves. */
export async function closeChat(
  { delivery }: Taken,
  { tid, asked }: Extract<Outgoing, { kind: "close" }>,
  { team, ledger, profile, clock }: DeliveryPorts,
): Promise<Outcome> {
  const deliveryId = delivery.id;
  try {
    await team.closeChat(tid);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    // The customer's next message waits behind it.
    const isOver = error.verdict === "permanent" || delivery.attempts >= mostTries;
    if (isOver && error.verdict !== "gone") {
      const at = clock.now();
      const text = profile().texts.text("close.refused", {});
      const concerned = { sourceId: asked, sessionId: delivery.sessionId, tid };
      const notice = toNotice("close", concerned, { text, createdAt: at });
      return { kind: "failed", deliveryId, reason: error.message, at, notice };
    }
    if (error.verdict !== "gone") throw error;
  }
  // Before the feed tells it: what follows in this lane goes to another chat.
  await ledger.chatGone(tid);
  return { kind: "sent", deliveryId, remoteId: tid, at: clock.now() };
}
