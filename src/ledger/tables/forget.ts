import type { Forgotten } from "../../bridge/privacy.ts";
import type { Db } from "../database.ts";
import { erasePerson, readDeliveryIds } from "../privacy/erase.ts";
import { readPerson, type FoundPerson } from "../privacy/person.ts";
import { noteFormerChats } from "./former-chats.ts";

/** The person of a session; null if there is none of that id. */
export function person(db: Db, sessionId: number): FoundPerson | null {
  return readPerson(db, sessionId);
}

/** Erases the person of a session from the store itself; null if there is none of that id. */
export function forget(
  db: Db,
  { sessionId, at }: { readonly sessionId: number; readonly at: number },
): Omit<Forgotten, "copies"> | null {
  const found = readPerson(db, sessionId);
  if (!found) return null;
  const { sessionIds, tids } = found;
  const deliveryIds = readDeliveryIds(db, found);
  const erased = erasePerson(db, found);
  noteFormerChats(db, tids, at);
  return { sessionIds, deliveryIds, erased };
}
