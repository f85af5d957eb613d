/** One `kill -9`, in milliseconds since 1970. */
export interface Kill {
  readonly at: number;
  /** Just before the next start: what the other sides took till then, the killed one had sent. */
  readonly until: number;
}

/** A message that the other side accepted. */
export interface Accepted {
  readonly text: string;
  readonly at: number;
}

/**
 * How many were accepted so shortly before a kill, or after it, that the answer cannot have been read: the least number
 * of those that were accepted and not recorded.
 */
export function countCutOff(
  times: readonly number[],
  { kills, answerDelayMs }: { readonly kills: readonly Kill[]; readonly answerDelayMs: number },
): number {
  // Timers may be a millisecond early, and both times are cut to whole ones.
  const surelyMs = answerDelayMs - 2;
  return times.filter((time) =>
    kills.some(({ at, until }) => time > at - surelyMs && time <= until),
  ).length;
}

/**
 * How many copies no kill explains: one had to come between the acceptance of a message and its copy, and it can have cut
 * off one message of a conversation, since there is never more than one under way.
 * @param accepted of each conversation, in order
 */
export function countUnexplained(
  accepted: readonly (readonly Accepted[])[],
  kills: readonly Kill[],
): number {
  let count = 0;
  for (const messages of accepted) {
    const latest = new Map<string, number>();
    const spent = new Set<Kill>();
    for (const { text, at } of messages) {
      const before = latest.get(text);
      latest.set(text, at);
      if (before === undefined) continue;
      // The one that ended the life in which it was accepted.
      const kill = kills.find(({ until }) => until >= before);
      if (kill && kill.at <= at && !spent.has(kill)) spent.add(kill);
      else count += 1;
    }
  }
  return count;
}
