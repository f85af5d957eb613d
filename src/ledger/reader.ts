import type { NumberedTemplate } from "../bridge/template.ts";
import { loadSqlite, type Database } from "./database.ts";
import { readWasm } from "./engine.ts";
import { createFileSystem, type FileSystem } from "./file-system.ts";
import { findStore } from "./find-store.ts";
import { loadPatiently } from "./log/load-patiently.ts";
import { migrate } from "./schema.ts";
import {
  readDeliveryDetails,
  readNotificationDetails,
  type DeliveryDetails,
  type NotificationDetails,
} from "./tables/details.ts";
import { exportPerson, type PersonExport } from "./tables/export.ts";
import {
  listDeliveries,
  listNotifications,
  listSessions,
  walkSessions,
  type DeliveryFilter,
  type DeliveryRow,
  type Listing,
  type NotificationRow,
  type SessionFilter,
  type SessionRow,
  type Walk,
} from "./tables/listings.ts";
import { readSessionDetails, type SessionDetails } from "./tables/session-details.ts";
import { readTemplates } from "./tables/templates.ts";
import { toUnusable } from "./unusable.ts";

/** The store as it was at one moment, in memory. It holds no lock and has written nothing. */
export interface Reader {
  /** False if there is no store (yet); then every list is empty. */
  readonly exists: boolean;
  sessions(filter: SessionFilter): Listing<SessionRow>;
  /** The same for very many. */
  walkSessions(filter: SessionFilter): Walk<SessionRow>;
  deliveries(filter: DeliveryFilter): Listing<DeliveryRow>;
  notifications(filter: { readonly limit: number }): Listing<NotificationRow>;
  /** Null where there is none of that id. */
  session(
    id: number,
    view: { readonly now: number; readonly deliveries: number },
  ): SessionDetails | null;
  /** Null where there is none of that id. */
  delivery(id: number): DeliveryDetails | null;
  /** Null where there is none of that id. */
  notification(id: number): NotificationDetails | null;
  /** Those that were ever listed, by number. */
  templates(): readonly NumberedTemplate[];
  /** All of the person of a session; null where there is no session of that id. */
  person(sessionId: number, now: number): PersonExport | null;
  close(): void;
}

/**
 * Reads a store, whether somebody writes to it or not.
 * @throws OperatorError 73 for a damaged store, 78 for a foreign or newer one
 */
export async function openReader(
  path: string,
  disk: FileSystem = createFileSystem(),
): Promise<Reader> {
  const store = findStore(path);
  if (store === null) return toReader(null);
  const sqlite = await loadSqlite(await readWasm());
  try {
    const loaded = await loadPatiently({ disk, sqlite, store });
    if (loaded) migrate(loaded.db);
    return toReader(loaded?.db ?? null);
  } catch (error) {
    throw toUnusable(`Read the session store "${path}"`, error);
  }
}

function toReader(db: Database | null): Reader {
  const none = { rows: [], total: 0 };
  return {
    exists: db !== null,
    sessions: (filter) => (db ? listSessions(db, filter) : none),
    walkSessions: (filter) => (db ? walkSessions(db, filter) : none),
    deliveries: (filter) => (db ? listDeliveries(db, filter) : none),
    notifications: (filter) => (db ? listNotifications(db, filter) : none),
    session: (id, view) => db && readSessionDetails(db, id, view),
    delivery: (id) => db && readDeliveryDetails(db, id),
    notification: (id) => db && readNotificationDetails(db, id),
    templates: () => (db ? readTemplates(db) : []),
    person: (id, now) => db && exportPerson(db, id, now),
    close: () => db?.close(),
  };
}
