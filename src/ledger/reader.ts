import { readlinkSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { OperatorError } from "../bridge/errors.ts";
import { loadSqlite, type Database } from "./database.ts";
import { readWasm } from "./engine.ts";
import { createFileSystem, toFaultText, type FileSystem } from "./file-system.ts";
import {
  listDeliveries,
  listNotifications,
  listSessions,
  type DeliveryFilter,
  type DeliveryRow,
  type Listing,
  type NotificationRow,
  type SessionFilter,
  type SessionRow,
} from "./listings.ts";
import { loadStore, type StorePlace } from "./load.ts";
import { toRealPath } from "./store-path.ts";
import { toUnusable } from "./unusable.ts";

/** The store as it was at one moment, in memory. It holds no lock and has written nothing. */
export interface Reader {
  /** False if there is no store (yet); then every list is empty. */
  readonly exists: boolean;
  sessions(filter: SessionFilter): Listing<SessionRow>;
  deliveries(filter: DeliveryFilter): Listing<DeliveryRow>;
  notifications(filter: { readonly limit: number }): Listing<NotificationRow>;
  close(): void;
}

const tries = 5;
const pauseMs = 20;

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
    return toReader(await readPatiently({ disk, sqlite, store }));
  } catch (error) {
    throw toUnusable(`Read the session store "${path}"`, error);
  }
}

/**
 * A checkpoint may replace the file and remove segments between two looks, which then seem to be damaged or to have
 * a gap: then again from the start.
 */
async function readPatiently(place: StorePlace): Promise<Database | null> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return loadStore(place)?.db ?? null;
    } catch (error) {
      const mayPass = error instanceof OperatorError && error.exitCode === 73;
      if (!mayPass || attempt === tries) throw error;
    }
    await pause(pauseMs);
  }
}

function toReader(db: Database | null): Reader {
  const none = { rows: [], total: 0 };
  return {
    exists: db !== null,
    sessions: (filter) => (db ? listSessions(db, filter) : none),
    deliveries: (filter) => (db ? listDeliveries(db, filter) : none),
    notifications: (filter) => (db ? listNotifications(db, filter) : none),
    close: () => db?.close(),
  };
}

/** Null where not even the folder is there. @throws OperatorError 73 where that cannot be told */
function findStore(path: string): string | null {
  try {
    return toRealPath(resolve(path), { realpath: realpathSync, readlink: readlinkSync });
  } catch (error) {
    if (toFaultText(error) === "ENOENT") return null;
    throw toUnusable(`Read the session store "${path}"`, error);
  }
}
