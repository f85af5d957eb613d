import type { Side } from "../delivery.ts";
import { DeliveryError, toReason } from "../errors.ts";
import { plain } from "../log/plain.ts";
import type { Clock, Health, Ledger, Log, Team, WhatsApp } from "../ports.ts";
import { Pace, type PaceLimits } from "./pace.ts";

/** A throttling of this length is worth an operator's look. */
const longPauseMs = 60_000;
const probeEveryMs = 30_000;
/** Stands for no session. */
const nobody = 0;

export interface PausePorts {
  readonly ledger: Pick<Ledger, "backlog">;
  readonly team: Pick<Team, "chats">;
  readonly whatsApp: Pick<WhatsApp, "templates">;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  readonly random: () => number;
}

/**
 * The pace of a side whose pauses are told to operators. A pause ends with the first delivery that is taken; with nothing
 * left to deliver, with a harmless question that is answered.
 */
export function createPace(
  side: Side,
  ports: PausePorts,
  facts: { limits: PaceLimits; signal: AbortSignal; onResumed: () => void },
): Pace {
  const { clock, random, health } = ports;
  const trouble = `${side === "team" ? "teamwire" : "dialog360"}-delivery`;
  let isProbing = false;
  const pace = new Pace({
    clock,
    random,
    limits: facts.limits,
    onPaused(failure, waitMs) {
      tellPause(side, { trouble, failure, waitMs }, ports);
      if (isProbing) return;
      isProbing = true;
      void probe(pace, { side, signal: facts.signal }, ports).finally(() => (isProbing = false));
    },
    onResumed() {
      health.recover(trouble);
      facts.onResumed();
    },
  });
  return pace;
}

function tellPause(
  side: Side,
  { trouble, failure, waitMs }: { trouble: string; failure: DeliveryError; waitMs: number },
  { health, log }: PausePorts,
): void {
  const name = side === "team" ? "Teamwire" : "360dialog";
  if (failure.verdict === "account") {
    health.degrade(trouble, {
      detail: `${name} refuses our account: ${toReason(failure)}`,
      remedy:
        side === "team"
          ? plain`check TW_API_APPID and TW_API_SECRET`
          : plain`check WA_API_KEY and the account's state at 360dialog`,
    });
  } else if (waitMs >= longPauseMs) {
    health.degrade(trouble, {
      detail: `${name} takes nothing for now, there were too many messages: ${toReason(failure)}`,
      remedy: plain`nothing is lost, it goes on by itself; a lower WA_SEND_RATE may help`,
    });
  } else log.info("paused", { to: side, seconds: Math.ceil(waitMs / 1000) });
}

async function probe(
  pace: Pace,
  { side, signal }: { side: Side; signal: AbortSignal },
  { ledger, team, whatsApp, clock }: PausePorts,
): Promise<void> {
  while (pace.pausedForMs !== null && !signal.aborted) {
    await clock.sleep(Math.max(pace.pausedForMs, probeEveryMs), signal);
    if (signal.aborted || pace.pausedForMs !== 0) continue;
    try {
      const { toTeam, toCustomer } = await ledger.backlog();
      // What waits is a better probe.
      if ((side === "team" ? toTeam : toCustomer) > 0 || pace.askTurn(nobody) > 0) continue;
      await (side === "team" ? team.chats() : whatsApp.templates());
      pace.learn(nobody, null);
    } catch (error) {
      if (error instanceof DeliveryError) pace.learn(nobody, error);
      else pace.forgo(nobody);
    }
  }
}
