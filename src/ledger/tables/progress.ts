import type { Progress } from "../../bridge/delivery.ts";
import type { ReceiptState } from "../../bridge/message.ts";
import type { Db } from "../database.ts";

type ProgressRow = Omit<Progress, "times"> & Readonly<Record<`${ReceiptState}At`, number | null>>;

const columns = `side, part, kind, state, created_at AS createdAt, sent_at AS sentAt,
    delivered_at AS deliveredAt, read_at AS readAt, played_at AS playedAt, failed_at AS failedAt,
    deleted_at AS deletedAt`;

/** How far these posts have come: staff's on their way to the customer, a customer's in the chat; none for our own. */
export function readProgress(db: Db, mids: readonly string[]): Progress[] {
  return db
    .read<ProgressRow>(
      `SELECT j.value AS mid, ${columns} FROM json_each(?1) j
          CROSS JOIN deliveries ON side = 'customer' AND source_id = j.value
        UNION ALL SELECT j.value, ${columns} FROM json_each(?1) j
          CROSS JOIN deliveries ON remote_id = j.value
            AND +side = 'team' AND kind NOT IN ('notice', 'answer')
        ORDER BY mid, part`,
      [JSON.stringify(mids)],
    )
    .map(({ mid, side, kind, state, createdAt, ...times }) => ({
      mid,
      side,
      kind,
      state,
      createdAt,
      times: {
        sent: times.sentAt,
        delivered: times.deliveredAt,
        read: times.readAt,
        played: times.playedAt,
        failed: times.failedAt,
        deleted: times.deletedAt,
      },
    }));
}
