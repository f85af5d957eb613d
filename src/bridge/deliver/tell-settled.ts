import type { Outcome, Taken } from "../delivery.ts";
import { toTrace } from "../log/trace.ts";
import type { Clock, Log } from "../ports.ts";

/** Logs how an attempt ended: of what arrived the one line that every message has. Why one failed, its own line said. */
export function tellSettled(
  outcome: Outcome,
  { delivery, session, replyTo }: Taken,
  { log, clock }: { readonly log: Log; readonly clock: Clock },
): void {
  const { id, sourceId, side: to, part, attempts: attempt, createdAt } = delivery;
  const message = { trace: toTrace(sourceId), session: session.id, delivery: id, to, part };
  const tried = { ...message, attempt };
  switch (outcome.kind) {
    case "sent": {
      const answers = replyTo === null ? undefined : toTrace(replyTo);
      return log.info("sent", { ...tried, answers, ms: clock.now() - createdAt });
    }
    case "failed":
      return log.warn("delivery failed", tried);
    case "held":
      return log.info("held", message);
    case "dropped":
      return log.info("dropped", message);
    case "retry":
      return log.debug("to be tried again", {
        ...tried,
        ms: Math.max(0, outcome.nextAttemptAt - clock.now()),
      });
    case "late":
      return log.info("still on its way", message);
  }
}
