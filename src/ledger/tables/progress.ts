import type { Progress } from "../../bridge/delivery.ts";
import type { Outgoing, ReceiptState } from "../../bridge/message.ts";
import type { Db } from "../database.ts";

type ProgressRow = Omit<Progress, "times" | "isMarked" | "outgoing"> &
  Readonly<Record<`${ReceiptState}At`, number | null>> & {
    readonly isMarked: number | null;
    readonly outgoing: string | null;
  };

const columns = `j.value AS mid, d.id, d.session_id AS sessionId, d.source_id AS sourceId, d.side,
    d.part, d.kind, d.state, d.outgoing, d.reason, d.attempts, d.next_attempt_at AS nextAttemptAt,
    d.created_at AS createdAt, d.renewed_at AS renewedAt, d.held_as AS heldAs, d.held_at AS heldAt,
    d.author, d.written_at AS writtenAt, d.sent_at AS sentAt, d.delivered_at AS deliveredAt,
    d.read_at AS readAt, d.played_at AS playedAt, d.failed_at AS failedAt,
    d.deleted_at AS deletedAt,
    (SELECT s.marked_up_to >= d.id FROM sessions s WHERE s.id = d.session_id) AS isMarked`;

/**
 * What there is to tell of these posts: staff's on their way to the customer, a customer's in the chat. A notice of ours
 * leads to the post that it is about.
 */
export function readProgress(db: Db, mids: readonly string[]): Progress[] {
  return db
    .read<ProgressRow>(
      `SELECT ${columns} FROM json_each(?1) j
          CROSS JOIN deliveries d ON d.side = 'customer' AND d.source_id = j.value
        UNION ALL SELECT ${columns} FROM json_each(?1) j
          CROSS JOIN deliveries n ON n.remote_id = j.value AND +n.side = 'team'
          CROSS JOIN deliveries d ON d.side = 'customer' AND d.source_id = n.about
        UNION ALL SELECT ${columns} FROM json_each(?1) j
          CROSS JOIN deliveries d ON d.remote_id = j.value
            AND +d.side = 'team' AND d.kind NOT IN ('notice', 'answer')
        ORDER BY mid, part`,
      [JSON.stringify(mids)],
    )
    .map(toProgress);
}

function toProgress({ isMarked, outgoing: json, ...row }: ProgressRow): Progress {
  const { sentAt, deliveredAt, readAt, playedAt, failedAt, deletedAt, ...facts } = row;
  const outgoing: Outgoing | null = json === null ? null : JSON.parse(json);
  return {
    ...facts,
    outgoing,
    isMarked: isMarked === 1,
    times: {
      sent: sentAt,
      delivered: deliveredAt,
      read: readAt,
      played: playedAt,
      failed: failedAt,
      deleted: deletedAt,
    },
  };
}
