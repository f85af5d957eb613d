import type { Delivery, Outcome, Taken } from "../delivery.ts";
import { DeliveryError, FileWaitsError, LedgerWriteError } from "../errors.ts";
import { toFault } from "../log/fault.ts";
import type { LogFields } from "../log/fields.ts";
import { plain } from "../log/plain.ts";
import { toTrace } from "../log/trace.ts";
import { toFailed, toOutcome, toRetry, toWait, type Circumstances } from "./outcome.ts";
import type { DeliveryPorts } from "./ports.ts";
import { deliverToCustomer } from "./to-customer.ts";
import { deliverToTeam } from "./to-team.ts";

/** Tries once to hand a delivery over. Never throws for what the other side does; the outcome tells it. */
export async function deliver(taken: Taken, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery } = taken;
  ports.log.debug("attempt", toLogged(taken));
  let outcome: Outcome;
  try {
    outcome = await (delivery.side === "team" ? deliverToTeam : deliverToCustomer)(taken, ports);
  } catch (error) {
    const failure = toDeliveryError(error);
    ports.log.info("delivery not accepted", {
      ...toLogged(taken),
      verdict: failure.verdict,
      code: failure.provider?.code ?? null,
      reason: failure.why,
    });
    ports.onAnswer(taken, failure);
    if (failure.verdict === "gone") return afterGone(taken, failure, ports);
    outcome = toOutcome(taken, failure, toCircumstances(ports));
    if (outcome.kind === "retry") tellRetry(delivery, failure, ports);
    return outcome;
  }
  ports.onAnswer(taken, null);
  if (outcome.kind === "sent") {
    const since = delivery.renewedAt ?? delivery.createdAt;
    ports.meter.accepted(delivery.side, outcome.at - since);
  }
  return outcome;
}

/**
 * A chat that is no more: an answer that belonged to it ends with it, what nobody may miss is told where the conversation
 * goes on, and everything else goes to a new one.
 */
async function afterGone(
  taken: Taken,
  failure: DeliveryError,
  ports: DeliveryPorts,
): Promise<Outcome> {
  const { delivery, session } = taken;
  const around = toCircumstances(ports);
  const post = delivery.outgoing?.kind === "post" ? delivery.outgoing : null;
  const ownTid = post?.tid;
  const tid = ownTid ?? session.chat.tid;
  if (tid) await ports.ledger.chatGone(tid);
  const now = post?.isVital && ownTid ? await ports.ledger.addressee(delivery.id) : null;
  if (post && now) {
    const { tid: _, replyTo: __, ...words } = post;
    const lead = around.texts.text("earlier-chat", {});
    const moved = { ...words, text: `${lead} ${post.text}` };
    return deliver({ ...taken, session: now, delivery: { ...delivery, outgoing: moved } }, ports);
  }
  if (ownTid)
    return toFailed(delivery, {
      ...around,
      reason: "the chat is closed",
      text: "",
      isOfAll: true,
    });
  // What an attempt before may have posted went with the chat.
  const settled = { ...taken, inDoubt: false };
  tellRetry(delivery, failure, ports);
  const waitMs = delivery.attempts > 1 ? toWait(settled, failure, around) : 0;
  return toRetry(settled, failure, around.now + waitMs);
}

function tellRetry({ side }: Delivery, failure: DeliveryError, { meter }: DeliveryPorts): void {
  meter.retried(side, failure instanceof FileWaitsError ? "file" : failure.verdict);
}

function toCircumstances({ clock, profile, random }: DeliveryPorts): Circumstances {
  return { now: clock.now(), ...profile(), random };
}

function toLogged({ delivery, session }: Taken): LogFields {
  const { id, sourceId, side: to, attempts: attempt } = delivery;
  return { trace: toTrace(sourceId), session: session.id, delivery: id, to, attempt };
}

/** What is not the other side's doing is a fault of ours: tried again, since an update may mend it. */
function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  // A chat may have been made that could not be stored.
  const uncertain = error instanceof LedgerWriteError;
  const why = plain`internal error (${toFault(error)})`;
  const facts = { verdict: "transient", uncertain, why, cause: error } as const;
  return new DeliveryError(String(why), facts);
}
