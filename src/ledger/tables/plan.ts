import type { Lane, NewDelivery, Settled } from "../../bridge/delivery.ts";
import type { CustomerIds } from "../../bridge/identity.ts";
import type { Known, Plan, References } from "../../bridge/planned.ts";
import type { Db } from "../database.ts";
import { changeChat, moveLastMid, sessionsOfChats } from "./chats.ts";
import { renew } from "./decisions.ts";
import {
  addDelivery,
  delayDelivery,
  failDelivery,
  isOfRenewal,
  keepOpenLanes,
  laneOf,
  moveDelivery,
  readHeld,
  readKnownSources,
  readNamed,
} from "./deliveries.ts";
import { readFact } from "./facts.ts";
import { readFormerChats } from "./former-chats.ts";
import { cancelHeld, holdAgain, holdDelivery, releaseHeld } from "./held.ts";
import { claimIdentity, handOn, mergeSession, survivorOf } from "./merges.ts";
import { endNotification, latestArrival } from "./notifications.ts";
import { readProgress } from "./progress.ts";
import { noteSeen } from "./read-marks.ts";
import { dropOldReceipts, isAwaited, parkReceipt, unparkReceipt } from "./receipts.ts";
import {
  addCustomerIds,
  changeSession,
  createSession,
  nextSessionId,
  readKnownSessions,
} from "./sessions.ts";
import { readTemplates } from "./templates.ts";
import { dropWithdrawn, withdraw } from "./withdrawals.ts";

/** Answers all that planning a batch asks, in one reading, so that it fits together. */
export function readKnown(db: Db, references: References): Known {
  const deliveries = readNamed(db, {
    ids: references.deliveryIds,
    messageIds: references.messageIds,
  });
  const sessionIds = new Set([
    ...sessionsOfIdentities(db, references.identities),
    ...sessionsOfChats(db, references.tids),
    ...deliveries.flatMap(({ sessionId }) => sessionId ?? []),
  ]);
  return {
    sessions: readKnownSessions(db, [...sessionIds]),
    deliveries,
    held: readHeld(db, [...sessionIds]),
    sourceIds: readKnownSources(db, references.sourceIds),
    formerTids: readFormerChats(db, references.tids),
    progress: readProgress(db, references.mids),
    ownUid: readFact(db, "own-uid"),
    templates: readTemplates(db),
    nextSessionId: nextSessionId(db),
  };
}

/** Stores a plan within the caller's transaction. @returns the lanes that have something to do now, and what is dropped */
export function storePlan(db: Db, plan: Plan): { lanes: Lane[]; dropped: number[] } {
  // Sessions before what belongs to them; time comes from the notifications, so that a replay does the same.
  const ids = plan.notifications.map(({ id }) => id);
  const now = Math.max(latestArrival(db, ids), ...plan.parked.map(({ arrivedAt }) => arrivedAt));
  for (const session of plan.newSessions) createSession(db, session);
  for (const change of plan.sessionChanges) changeSession(db, change);
  for (const claim of plan.claims) claimIdentity(db, claim);
  for (const merge of plan.merges) mergeSession(db, merge);
  for (const chat of plan.chats) changeChat(db, chat);
  for (const last of plan.lastMids) moveLastMid(db, last);
  for (const delivery of plan.deliveries) addDelivery(db, delivery);
  for (const receipt of plan.receipts) moveDelivery(db, receipt);
  for (const hold of plan.holds) holdAgain(db, hold);
  for (const { deliveryId, at } of plan.renewed) renew(db, deliveryId, at);
  const cancelled = plan.cancelled.flatMap((postId) => cancelHeld(db, postId));
  for (const release of plan.released) releaseHeld(db, release);
  const withdrawn = plan.withdrawals.map((withdrawal) => withdraw(db, withdrawal));
  for (const seen of plan.seen) noteSeen(db, seen);
  for (const parked of plan.parked) parkReceipt(db, parked);
  for (const id of plan.unparked) unparkReceipt(db, id);
  dropOldReceipts(db, now);
  for (const notification of plan.notifications) endNotification(db, notification);
  const lanes = keepOpenLanes(db, [
    ...withdrawn.flatMap((post) => post.lanes),
    ...plan.deliveries.flatMap(({ sessionId, side }) => toLane(sessionId, side)),
    ...plan.released.flatMap(({ sessionId }) => toLane(sessionId, "customer")),
    ...[...plan.receipts, ...plan.holds, ...plan.renewed].flatMap(({ deliveryId }) => [
      ...handOn(db, deliveryId),
      ...toLanes(laneOf(db, deliveryId)),
    ]),
    ...plan.merges.flatMap(({ into }) => [...toLane(into, "team"), ...toLane(into, "customer")]),
  ]);
  return { lanes, dropped: [...cancelled, ...withdrawn.flatMap((post) => post.dropped)] };
}

/** Stores what became of an attempt. @returns also whether receipts came before it, which have to be planned now */
export function settle(db: Db, outcome: Settled): { parked: boolean; lanes: Lane[] } {
  // Erased while it was under way: nothing may be told of it.
  if (!laneOf(db, outcome.deliveryId)) return { parked: false, lanes: [] };
  const notice = storeOutcome(db, outcome);
  if (notice) addDelivery(db, notice);
  const lanes = [
    ...handOn(db, outcome.deliveryId),
    ...(notice ? toLane(notice.sessionId, notice.side) : []),
  ];
  const parked = outcome.kind === "sent" && isAwaited(db, outcome.remoteId);
  return { parked, lanes: keepOpenLanes(db, lanes) };
}

/** @returns what staff are told, if it is news */
function storeOutcome(db: Db, outcome: Settled): NewDelivery | null {
  const { deliveryId, renewedAt } = outcome;
  if (renewedAt !== undefined && !isOfRenewal(db, deliveryId, renewedAt)) return null;
  if (outcome.kind === "retry") {
    delayDelivery(db, outcome);
    return null;
  }
  if (outcome.kind === "dropped") dropWithdrawn(db, deliveryId);
  if (outcome.kind === "dropped") return null;
  if (outcome.kind === "held" && !holdDelivery(db, outcome)) return null;
  if (outcome.kind === "failed" && !failDelivery(db, outcome)) return null;
  if (outcome.kind === "sent") {
    const { remoteId: messageId, at, tid, customer } = outcome;
    moveDelivery(db, { deliveryId, state: "sent", messageId, reason: null, at }, tid);
    if (customer) learnIds(db, deliveryId, customer);
  }
  return outcome.notice ?? null;
}

/** WhatsApp may call a customer by other ids than those that were written to; the next message may come from these. */
function learnIds(db: Db, deliveryId: number, ids: CustomerIds): void {
  const lane = laneOf(db, deliveryId);
  if (lane) addCustomerIds(db, survivorOf(db, lane.sessionId), ids);
}

function toLanes(lane: Lane | null): Lane[] {
  return lane ? [lane] : [];
}

function toLane(sessionId: number | null, side: Lane["side"]): Lane[] {
  return sessionId === null ? [] : [{ sessionId, side }];
}

function sessionsOfIdentities(db: Db, keys: References["identities"]): number[] {
  return db
    .read<{ id: number }>(
      `SELECT DISTINCT i.session_id AS id FROM json_each(?) j JOIN identities i
        ON i.kind = j.value ->> 'kind' AND i.value = j.value ->> 'value'`,
      [JSON.stringify(keys)],
    )
    .map(({ id }) => id);
}
