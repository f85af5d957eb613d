import type { Delivery, NewDelivery, Outcome } from "./delivery.ts";
import { DeliveryError } from "./errors.ts";
import { toNotice } from "./notice.ts";
import type { Clock, Health, Ledger, Log, Team, WhatsApp } from "./ports.ts";
import { toChatReference, toReference } from "./reference.ts";
import { toDeadline, toWaitMs } from "./retry.ts";
import { toChatTitle, type Session } from "./session.ts";
import { toFailureText } from "./texts/failure.ts";
import type { Texts } from "./texts/texts.ts";
import { isWindowOpen } from "./window.ts";

/** What one attempt needs from outside. */
export interface DeliveryPorts {
  readonly ledger: Ledger;
  readonly team: Team;
  readonly whatsApp: WhatsApp;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  readonly texts: Texts;
  /** The enabled config's key and prefix of chat titles. */
  readonly config: { readonly key: string; readonly chatTitlePrefix: string };
  /** Between 0 and 1. */
  readonly random: () => number;
  /** A notification was recorded and waits to be planned. */
  readonly onRecorded: () => void;
}

interface Attempt {
  readonly delivery: Delivery;
  readonly session: Session;
}

/** Tries once to hand a delivery over. Never throws for what the other side does; the outcome tells it. */
export async function deliver(attempt: Attempt, ports: DeliveryPorts): Promise<Outcome> {
  const { delivery } = attempt;
  const trouble = `${delivery.side === "team" ? "teamwire" : "dialog360"}-delivery`;
  try {
    const outcome =
      delivery.side === "team"
        ? await deliverToTeam(attempt, ports)
        : await deliverToCustomer(attempt, ports);
    ports.health.recover(trouble);
    return outcome;
  } catch (error) {
    const failure = toDeliveryError(error);
    ports.log.info("delivery not accepted", {
      delivery: delivery.id,
      to: delivery.side,
      attempt: delivery.attempts,
      verdict: failure.verdict,
      code: failure.provider?.code ?? null,
    });
    if (failure.verdict === "account") {
      ports.health.degrade(trouble, {
        detail: `${delivery.side === "team" ? "Teamwire" : "360dialog"} refuses our account: ${failure.message}`,
        remedy:
          delivery.side === "team"
            ? "check TW_API_APPID and TW_API_SECRET"
            : "check WA_API_KEY and the account's state at 360dialog",
      });
    }
    return failure.verdict === "gone"
      ? afterGone(attempt, failure, ports)
      : afterFailure(attempt, failure, ports);
  }
}

async function deliverToTeam(
  { delivery, session }: Attempt,
  ports: DeliveryPorts,
): Promise<Outcome> {
  const { outgoing } = delivery;
  if (outgoing?.kind !== "post") throw notForThisSide("team");
  const tid = outgoing.tid ?? session.chat.tid ?? (await makeChat({ delivery, session }, ports));
  const { mid } = await ports.team.post(tid, {
    text: outgoing.text,
    displayName: outgoing.displayName,
    replyTo: outgoing.replyTo,
    reference: toReference(ports.ledger.storeId, delivery.id),
  });
  return { kind: "sent", deliveryId: delivery.id, remoteId: mid, at: ports.clock.now() };
}

async function makeChat({ delivery, session }: Attempt, ports: DeliveryPorts): Promise<string> {
  const { team, ledger, config, log } = ports;
  const title = toChatTitle(config.chatTitlePrefix, session.customer);
  const { tid } = await team.createChat({
    title,
    reference: toChatReference(ledger.storeId, session),
  });
  await ledger.chatMade({
    sessionId: session.id,
    generation: session.chat.generation,
    config: config.key,
    tid,
    title,
  });
  log.info("chat made", { session: session.id });
  if (delivery.attempts > 1) await recordPosts(tid, ports);
  return tid;
}

/** An attempt before may have made the chat unknown to us: what staff wrote in it by then led to nobody. */
async function recordPosts(tid: string, ports: DeliveryPorts): Promise<void> {
  const { team, ledger, clock, onRecorded } = ports;
  const body = await team.posts(tid);
  await ledger.record({ source: "teamwire", receivedAt: clock.now(), body });
  onRecorded();
}

async function deliverToCustomer(
  { delivery, session }: Attempt,
  ports: DeliveryPorts,
): Promise<Outcome> {
  const { outgoing } = delivery;
  const { texts, clock, whatsApp, ledger } = ports;
  if (!outgoing || outgoing.kind === "post") throw notForThisSide("customer");
  if (outgoing.kind === "text" && !isWindowOpen(session.windowExpiresAt, clock.now())) {
    throw new DeliveryError("the window is closed", { verdict: "window" });
  }
  const reference = toReference(ledger.storeId, delivery.id);
  const { messageId } = await whatsApp.send(session.customer, outgoing, reference);
  const at = clock.now();
  return {
    kind: "sent",
    deliveryId: delivery.id,
    remoteId: messageId,
    at,
    ...(outgoing.kind === "template" && {
      notice: toNotice("accepted", delivery, {
        text: texts.text("send.accepted", { number: outgoing.number }),
        createdAt: at,
      }),
    }),
  };
}

/** A chat that is no more: an answer that belonged to it ends with it, everything else goes to a new one. */
async function afterGone(
  attempt: Attempt,
  failure: DeliveryError,
  ports: DeliveryPorts,
): Promise<Outcome> {
  const { delivery, session } = attempt;
  const ownTid = delivery.outgoing?.kind === "post" ? delivery.outgoing.tid : undefined;
  const tid = ownTid ?? session.chat.tid;
  if (tid) await ports.ledger.chatGone(tid);
  if (ownTid) return { kind: "failed", deliveryId: delivery.id, reason: "the chat is closed" };
  const waitMs = delivery.attempts > 1 ? toWait(delivery, failure, ports) : 0;
  return toRetry(attempt, failure, ports.clock.now() + waitMs);
}

function afterFailure(attempt: Attempt, failure: DeliveryError, ports: DeliveryPorts): Outcome {
  const { delivery, session } = attempt;
  const { clock, texts } = ports;
  if (failure.verdict === "permanent" || failure.verdict === "window") {
    const text =
      failure.verdict === "window" && !failure.provider
        ? texts.text("failed.expired", {})
        : toFailureText(texts, failure.provider);
    return toFailed(delivery, { reason: toReason(failure), text, now: clock.now() });
  }
  const nextAttemptAt = clock.now() + toWait(delivery, failure, ports);
  const deadline = toDeadline({
    side: delivery.side,
    kind: delivery.kind,
    createdAt: delivery.createdAt,
    windowExpiresAt: session.windowExpiresAt,
  });
  if (nextAttemptAt < deadline || failure.uncertain)
    return toRetry(attempt, failure, nextAttemptAt);
  const text = texts.text("failed.expired", {});
  return toFailed(delivery, { reason: `given up: ${toReason(failure)}`, text, now: clock.now() });
}

function toRetry({ delivery }: Attempt, failure: DeliveryError, nextAttemptAt: number): Outcome {
  const { uncertain } = failure;
  return {
    kind: "retry",
    deliveryId: delivery.id,
    nextAttemptAt,
    reason: toReason(failure),
    // Towards the team the reference makes a second attempt safe, so nothing is in doubt.
    uncertain: uncertain && delivery.side === "customer",
  };
}

function toFailed(
  delivery: Delivery,
  { reason, text, now }: { reason: string; text: string; now: number },
): Outcome {
  const notice: NewDelivery | null =
    delivery.side === "customer" ? toNotice("failed", delivery, { text, createdAt: now }) : null;
  return { kind: "failed", deliveryId: delivery.id, reason, ...(notice && { notice }) };
}

function toWait(delivery: Delivery, failure: DeliveryError, ports: DeliveryPorts): number {
  const { retryAfterMs, uncertain } = failure;
  const inDoubt = uncertain && delivery.side === "customer";
  return toWaitMs(delivery.attempts, { retryAfterMs, uncertain: inDoubt, random: ports.random });
}

/** What `deliveries list` shows: code and public title, or the adapter's own words. */
function toReason({ provider, message }: DeliveryError): string {
  return provider ? `${provider.code ?? "?"} ${provider.title}` : message;
}

/** What is not the other side's doing is a fault of ours: tried again, since an update may mend it. */
function toDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const name = error instanceof Error ? error.name : typeof error;
  return new DeliveryError(`internal error (${name})`, { verdict: "transient", cause: error });
}

function notForThisSide(side: string): DeliveryError {
  return new DeliveryError(`a delivery that is not for the ${side}`, { verdict: "permanent" });
}
