import { attachForCustomer } from "./attach-for-customer.ts";
import type { DeliveryPorts } from "./delivery-ports.ts";
import type { Outcome, Taken } from "./delivery.ts";
import { DeliveryError } from "./errors.ts";
import { toNotice } from "./notice.ts";
import { toReference } from "./reference.ts";
import { isWindowOpen } from "./window.ts";

/** Sends to WhatsApp, what is no template only while the window is open. */
export async function deliverToCustomer(taken: Taken, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery, session, replyTo } = taken;
  const { outgoing } = delivery;
  const { profile, clock, whatsApp, ledger } = ports;
  if (!outgoing || outgoing.kind === "post") {
    throw new DeliveryError("a delivery that is not for the customer", { verdict: "permanent" });
  }
  if (outgoing.kind !== "template" && !isWindowOpen(session.windowExpiresAt, clock.now())) {
    throw new DeliveryError("the window is closed", { verdict: "window" });
  }
  const attached =
    outgoing.kind === "file" ? await attachForCustomer(taken, outgoing.file, ports) : null;
  if (attached && typeof attached !== "string") return attached;
  const message = attached ? { ...outgoing, mediaId: attached } : outgoing;
  await ports.begin(taken);
  const reference = toReference(ledger.storeId, delivery);
  const { messageId, customer } = await whatsApp.send(session.customer, message, {
    reference,
    replyTo,
  });
  const at = clock.now();
  return {
    kind: "sent",
    deliveryId: delivery.id,
    remoteId: messageId,
    ...(customer && { customer }),
    at,
    ...(outgoing.kind === "template" && {
      notice: toNotice("accepted", delivery, {
        text: profile().texts.text("send.accepted", { number: outgoing.number }),
        createdAt: at,
      }),
    }),
  };
}
