import type { Customer, IdentityKey } from "../../bridge/identity.ts";
import type { Db } from "../database.ts";
import { readSchemaVersion } from "../schema.ts";
import type { Person } from "./mentions.ts";

/** A person with the sessions that are theirs in one store: also those that were merged. */
export interface FoundPerson extends Person {
  readonly sessionIds: readonly number[];
}

/** The person of a session, whole: every id that leads there, and everything by which they may be recognised elsewhere. */
export function readPerson(db: Db, sessionId: number): FoundPerson | null {
  const sessionIds = withMerged(db, [sessionId]);
  const customers = readCustomers(db, sessionIds);
  if (customers.length === 0) return null;
  const keys = db.read<IdentityKey>(
    `SELECT kind, value FROM identities WHERE session_id IN ${inList}`,
    [JSON.stringify(sessionIds)],
  );
  const phones = [
    ...toValues(keys, "phone"),
    ...customers.flatMap(({ phone, otherPhones = [] }) => [
      ...(phone ? [phone] : []),
      ...otherPhones,
    ]),
  ];
  const userIds = [
    ...toValues(keys, "user"),
    ...toValues(keys, "parent"),
    ...customers.flatMap(({ userId }) => userId ?? []),
  ];
  const isTheirs = (kind: IdentityKey["kind"], value: string): boolean => {
    const [owner] = db.read<{ id: number }>(
      "SELECT session_id AS id FROM identities WHERE kind = ? AND value = ?",
      [kind, value],
    );
    return owner === undefined || sessionIds.includes(owner.id);
  };
  return {
    sessionIds,
    phones: [...new Set(phones)].filter((value) => isTheirs("phone", value)),
    userIds: [...new Set(userIds)],
    names: [
      ...new Set(customers.flatMap(({ name, username }) => [name ?? [], username ?? []].flat())),
    ],
    ...readTraces(db, sessionIds),
  };
}

/** The same person in a copy of a store, where the sessions may have other numbers. */
export function findInCopy(db: Db, person: Person): FoundPerson {
  const rows = db.read<{ id: number }>(
    `SELECT DISTINCT session_id AS id FROM identities
      WHERE (kind = 'phone' AND value IN ${inList})
        OR (kind <> 'phone' AND value IN (SELECT value FROM json_each(?2)))`,
    [JSON.stringify(person.phones), JSON.stringify(person.userIds)],
  );
  const sessionIds = withMerged(
    db,
    rows.map(({ id }) => id),
  );
  const traces = readTraces(db, sessionIds);
  return {
    ...person,
    sessionIds,
    tids: [...new Set([...person.tids, ...traces.tids])],
    messageIds: [...new Set([...person.messageIds, ...traces.messageIds])],
  };
}

const inList = "(SELECT value FROM json_each(?1))";

function withMerged(db: Db, ids: readonly number[]): number[] {
  // Merges came with version 3.
  if (ids.length === 0 || readSchemaVersion(db) < 3) return [...ids];
  const merged = db.read<{ id: number }>(
    `SELECT merged_into AS id FROM merges WHERE session_id IN ${inList}
      UNION SELECT session_id FROM merges WHERE merged_into IN (
        SELECT value FROM json_each(?1)
        UNION SELECT merged_into FROM merges WHERE session_id IN ${inList})`,
    [JSON.stringify(ids)],
  );
  return [...new Set([...ids, ...merged.map(({ id }) => id)])];
}

function readCustomers(db: Db, sessionIds: readonly number[]): Customer[] {
  const rows = db.read<{ customer: string }>(
    `SELECT customer FROM sessions WHERE id > 0 AND id IN ${inList}`,
    [JSON.stringify(sessionIds)],
  );
  return rows.map(({ customer: json }) => {
    const customer: Customer = JSON.parse(json);
    return customer;
  });
}

function toValues(keys: readonly IdentityKey[], wanted: IdentityKey["kind"]): string[] {
  return keys.flatMap(({ kind, value }) => (kind === wanted ? value : []));
}

/** Ids of ours, such as those of notices, are nowhere else. */
function readTraces(db: Db, sessionIds: readonly number[]): Pick<Person, "tids" | "messageIds"> {
  const list = [JSON.stringify(sessionIds)];
  const chats = db.read<{ tid: string }>(
    `SELECT tid FROM chats WHERE session_id IN ${inList}`,
    list,
  );
  const messages = db.read<{ id: string }>(
    `SELECT source_id AS id FROM deliveries WHERE session_id IN ${inList}
      UNION SELECT remote_id FROM deliveries
        WHERE session_id IN ${inList} AND remote_id IS NOT NULL`,
    list,
  );
  return { tids: chats.map(({ tid }) => tid), messageIds: messages.map(({ id }) => id) };
}
