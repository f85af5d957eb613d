import type { Side } from "../../bridge/delivery.ts";
import type { Figures, WindowState } from "../../bridge/figures.ts";
import { nobodysSessionId } from "../../bridge/session.ts";
import type { Db } from "../database.ts";
import { readDeliveryCounts } from "./delivery-counts.ts";
import { openStates } from "./delivery-state.ts";

/** Numbers for those who watch; cheap, since everything else waits meanwhile. */
export function readFigures(
  db: Db,
  { now, closingBefore }: { readonly now: number; readonly closingBefore: number },
): Figures {
  return {
    deliveries: readDeliveryCounts(db),
    unplanned: readUnplanned(db),
    waitingSince: readWaitingSince(db),
    windows: readWindows(db, { now, closingBefore }),
  };
}

function readUnplanned(db: Db): number {
  const [row] = db.read<{ count: number }>(
    "SELECT count(*) AS count FROM notifications WHERE state = 'recorded'",
  );
  return row?.count ?? 0;
}

/** What was stored first has waited longest, but for what was renewed, which counts from then. */
function readWaitingSince(db: Db): Figures["waitingSince"] {
  const [row] = db.read<Figures["waitingSince"]>(
    `SELECT ${toOldest("team")} AS team, ${toOldest("customer")} AS customer,
      (SELECT received_at FROM notifications
        WHERE state = 'recorded' ORDER BY id LIMIT 1) AS notifications`,
  );
  return row ?? { notifications: null, team: null, customer: null };
}

/** Among the first hundred: looking at all would take the longer the more wait. */
function toOldest(side: Side): string {
  return `(SELECT min(since) FROM (
    SELECT coalesce(renewed_at, created_at) AS since FROM deliveries
      WHERE side = '${side}' AND state IN ${openStates} ORDER BY id LIMIT 100))`;
}

/** Every session is in one of the three; those that were merged into others are none. */
function readWindows(
  db: Db,
  { now, closingBefore }: { now: number; closingBefore: number },
): Readonly<Record<WindowState, number>> {
  const [row] = db.read<Record<WindowState, number>>(
    `SELECT ${toCount("window_expires_at > ?2")} AS open,
      ${toCount("window_expires_at > ?1 AND window_expires_at <= ?2")} AS closing,
      ${toCount("window_expires_at <= ?1")} + ${toCount(`window_expires_at IS NULL AND id <> ${nobodysSessionId}`)} AS closed`,
    [now, closingBefore],
  );
  return row ?? { open: 0, closing: 0, closed: 0 };
}

function toCount(condition: string): string {
  const merged = `SELECT count(*) FROM merges m CROSS JOIN sessions s ON s.id = m.session_id
    WHERE s.${condition.replace(" AND ", " AND s.")}`;
  return `((SELECT count(*) FROM sessions WHERE ${condition}) - (${merged}))`;
}
