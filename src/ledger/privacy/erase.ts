import type { Customer } from "../../bridge/identity.ts";
import type { Erased } from "../../bridge/privacy.ts";
import type { Db } from "../database.ts";
import { markErased } from "../purge.ts";
import { readSchemaVersion } from "../schema.ts";
import { stripBody } from "./bodies.ts";
import { createMentions, type Mentions } from "./mentions.ts";
import type { FoundPerson } from "./person.ts";

/**
 * Erases a person from a database of any of our versions, whatever it is kept for: what waits is dropped, and what others
 * share with them (a raw notification, a former number) is kept without them.
 */
export function erasePerson(db: Db, person: FoundPerson): Erased {
  const mentions = createMentions(person);
  const ids = JSON.stringify(person.sessionIds);
  const [waiting] = db.read<Pick<Erased, "pending" | "sending" | "held" | "failed">>(
    `SELECT count(iif(state = 'pending', 1, NULL)) AS pending,
        count(iif(state IN ('sending', 'uncertain'), 1, NULL)) AS sending,
        count(iif(state = 'held', 1, NULL)) AS held,
        count(iif(state = 'failed', 1, NULL)) AS failed
      FROM deliveries WHERE session_id IN (SELECT value FROM json_each(?))
        AND state IN ('pending', 'sending', 'uncertain', 'held', 'failed')`,
    [ids],
  );
  const raw = eraseFromNotifications(db, person, mentions);
  const letters = eraseLetters(db, mentions);
  const parked = db
    .read<{ id: number; receipt: string; message: string }>(
      "SELECT id, receipt, message_id AS message FROM parked_receipts",
    )
    .filter(({ receipt, message }) => mentions.isIn(message) || mentions.isIn(receipt));
  for (const { id } of parked) db.write("DELETE FROM parked_receipts WHERE id = ?", [id]);
  const deleted = (table: string, column = "session_id"): number =>
    db.write(`DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`, [ids]);
  const deliveries = deleted("deliveries");
  const identities = deleted("identities");
  const chats = deleted("chats");
  if (readSchemaVersion(db) >= 3) {
    deleted("merges");
    deleted("merges", "merged_into");
  }
  const erased = {
    sessions: deleted("sessions", "id"),
    identities,
    chats,
    deliveries,
    ...(waiting ?? { pending: 0, sending: 0, held: 0, failed: 0 }),
    dead_letters: raw.letters + letters,
    notifications: raw.whole,
    notifications_rewritten: raw.part,
    receipts: parked.length,
    elsewhere: eraseElsewhere(db, person, mentions),
  };
  if (Object.values(erased).some((count) => count > 0)) markErased(db);
  return { ...erased, named: raw.named + countNamed(db, person) };
}

interface FromNotifications {
  whole: number;
  part: number;
  letters: number;
  named: number;
}

/** Bodies are kept while something in them waits or cannot be understood. One at a time: a backlog of them may be large. */
function eraseFromNotifications(
  db: Db,
  person: FoundPerson,
  mentions: Mentions,
): FromNotifications {
  const done = { whole: 0, part: 0, letters: 0, named: 0 };
  for (const { id } of db.read<{ id: number }>(
    "SELECT id FROM notifications WHERE body IS NOT NULL",
  )) {
    const [row] = db.read<{ body: Uint8Array }>("SELECT body FROM notifications WHERE id = ?", [
      id,
    ]);
    if (!row) continue;
    const { theirs, body, isNamed, isTheirs } = stripBody(row.body, person, mentions);
    if (isNamed) done.named += 1;
    if (theirs === "other") continue;
    const left = readLetters(db, id).filter((letter) => {
      if (theirs === "part" && !isTheirs(letter.place)) return true;
      done.letters += db.write("DELETE FROM deliveries WHERE id = ?", [letter.id]);
      return false;
    });
    const [state] = db.read<{ state: string }>("SELECT state FROM notifications WHERE id = ?", [
      id,
    ]);
    // One that was planned is kept for what could not be understood in it.
    if (theirs === "whole" || (state?.state === "planned" && left.length === 0)) {
      done.whole += db.write(
        "UPDATE notifications SET state = 'dropped', body = NULL WHERE id = ?",
        [id],
      );
    } else {
      done.part += db.write("UPDATE notifications SET body = ? WHERE id = ?", [body, id]);
    }
  }
  return done;
}

/** The dead letters of a notification, with the place that each is at. */
function readLetters(db: Db, notificationId: number): { id: number; place: string }[] {
  if (readSchemaVersion(db) < 2) return [];
  return db
    .read<{ id: number; reason: string | null }>(
      "SELECT id, reason FROM deliveries WHERE notification_id = ? AND notification_id IS NOT NULL",
      [notificationId],
    )
    .map(({ id, reason }) => ({ id, place: reason?.split(": ", 1)[0] ?? "" }));
}

/** Dead letters are nobody's, but their ids are those of messages. */
function eraseLetters(db: Db, mentions: Mentions): number {
  const letters = db
    .read<{ id: number; source: string }>(
      "SELECT id, source_id AS source FROM deliveries WHERE session_id IS NULL",
    )
    .filter(({ source }) => mentions.isIn(source));
  for (const { id } of letters) db.write("DELETE FROM deliveries WHERE id = ?", [id]);
  return letters.length;
}

/** In other sessions: a number that was theirs before, and a notice that the number is lost, by the message that showed it. */
function eraseElsewhere(db: Db, { phones }: FoundPerson, mentions: Mentions): number {
  let changed = 0;
  for (const phone of phones) {
    const rows = db.read<{ id: number; customer: string }>(
      "SELECT id, customer FROM sessions WHERE instr(customer, ?) > 0",
      [phone],
    );
    for (const { id, customer: json } of rows) {
      const customer: Customer = JSON.parse(json);
      const { formerPhones = [], otherPhones = [], ...rest } = customer;
      const former = formerPhones.filter((one) => one.phone !== phone);
      const others = otherPhones.filter((one) => one !== phone);
      const kept = {
        ...rest,
        ...(others.length > 0 && { otherPhones: others }),
        ...(former.length > 0 && { formerPhones: former }),
      };
      changed += db.write("UPDATE sessions SET customer = ?1 WHERE id = ?2 AND customer <> ?1", [
        JSON.stringify(kept),
        id,
      ]);
    }
  }
  const lost = db.read<{ id: number; source: string }>(
    `SELECT id, source_id AS source FROM deliveries
      WHERE side = 'team' AND source_id >= 'lost:' AND source_id < 'lost;'`,
  );
  for (const { id, source } of lost.filter((one) => mentions.isIn(one.source))) {
    changed += db.write("UPDATE deliveries SET source_id = ? WHERE id = ? AND source_id = ?", [
      `lost:${id}`,
      id,
      source,
    ]);
  }
  return changed;
}

/** Messages of other conversations that are still kept and name the person: they are somebody else's, and stay. */
function countNamed(db: Db, { phones }: FoundPerson): number {
  const [row] = db.read<{ count: number }>(
    `SELECT count(*) AS count FROM deliveries d WHERE outgoing IS NOT NULL
      AND EXISTS (SELECT 1 FROM json_each(?) WHERE instr(d.outgoing, value) > 0)`,
    [JSON.stringify(phones)],
  );
  return row?.count ?? 0;
}

/** The numbers of a person's deliveries, by which files are named. */
export function readDeliveryIds(db: Db, { sessionIds }: FoundPerson): number[] {
  return db
    .read<{ id: number }>(
      `SELECT id FROM deliveries WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY id`,
      [JSON.stringify(sessionIds)],
    )
    .map(({ id }) => id);
}
