import {
  isOfStaff,
  type Delivery,
  type NewDelivery,
  type Outcome,
  type Taken,
} from "../delivery.ts";
import { DeliveryError } from "../errors.ts";
import { toReference } from "../plan/reference.ts";
import type { Session } from "../session.ts";
import { toNotice } from "../texts/notice.ts";
import type { Texts } from "../texts/texts.ts";
import { isWindowOpen } from "../window.ts";
import { attachForCustomer } from "./attach-for-customer.ts";
import type { DeliveryPorts } from "./ports.ts";
import { toDeadline } from "./retry.ts";

/** Sends to WhatsApp, what is no template only while the window is open. */
export async function deliverToCustomer(taken: Taken, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery, replyTo } = taken;
  const { outgoing } = delivery;
  const { profile, clock, whatsApp, ledger } = ports;
  if (!outgoing || outgoing.kind === "post" || outgoing.kind === "close") {
    throw new DeliveryError("a delivery that is not for the customer", { verdict: "permanent" });
  }
  expectTimely(delivery, taken.session, clock.now());
  const ready = await attachForCustomer(taken, outgoing, ports);
  if (!("message" in ready)) return ready;
  await ports.begin(taken);
  // A file takes its time, and so may the turn: who the customer is, and whether staff still want it sent, is asked now.
  const session = await ledger.addressee(delivery.id);
  if (!session) return { kind: "dropped", deliveryId: delivery.id };
  expectTimely(delivery, session, clock.now());
  const reference = toReference(ledger.storeId, delivery);
  const options = { reference, replyTo };
  const { messageId, customer } = await whatsApp.send(session.customer, ready.message, options);
  const at = clock.now();
  const notice = ready.notice ?? toAccepted(taken, profile().texts, at);
  return {
    kind: "sent",
    deliveryId: delivery.id,
    remoteId: messageId,
    ...(customer && { customer }),
    at,
    ...(notice && { notice }),
  };
}

/** @throws DeliveryError `window` for what may not be sent now, `permanent` for words of the bot that come too late */
function expectTimely(delivery: Delivery, { windowExpiresAt }: Session, now: number): void {
  if (delivery.outgoing?.kind !== "template" && !isWindowOpen(windowExpiresAt, now)) {
    throw new DeliveryError("the window is closed", { verdict: "window" });
  }
  const since = delivery.renewedAt ?? delivery.createdAt;
  if (isOfStaff(delivery) || now < toDeadline({ ...delivery, since, windowExpiresAt })) return;
  throw new DeliveryError("it is too late for it", { verdict: "permanent" });
}

function toAccepted({ delivery }: Taken, texts: Texts, at: number): NewDelivery | null {
  const { outgoing } = delivery;
  if (outgoing?.kind !== "template") return null;
  const text = texts.text("send.accepted", { number: outgoing.number });
  return toNotice("accepted", delivery, { text, createdAt: at });
}
