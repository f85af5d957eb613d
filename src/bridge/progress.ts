import type { NewDelivery, Progress } from "./delivery.ts";

/** What there is to tell of something that is only being planned. */
export function toProgress(delivery: NewDelivery, mid: string): Progress {
  const { createdAt, state, author = null, writtenAt = null, heldAs = null } = delivery;
  return {
    ...delivery,
    id: null,
    mid,
    author,
    writtenAt,
    heldAs,
    attempts: 0,
    nextAttemptAt: null,
    renewedAt: null,
    heldAt: state === "held" ? createdAt : null,
    isMarked: false,
    times: {
      sent: null,
      delivered: null,
      read: null,
      played: null,
      failed: state === "failed" ? createdAt : null,
      deleted: null,
    },
  };
}
