import type { Ledger, Log } from "../bridge/ports.ts";
import type { Relay } from "../bridge/relay.ts";

/** What an attempt that is under way when the drain ends gets to end by itself; afterwards it counts as cut off. */
const cutOffMs = 500;

/** Delivers what is due, for at most so long from now, then ends the relay and tells what is left. */
export async function drain(options: {
  readonly withinMs: number;
  /** Nothing more comes in after this. */
  readonly takenIn: Promise<unknown>;
  readonly relay: Relay;
  readonly ledger: Ledger;
  readonly log: Log;
}): Promise<void> {
  const { relay } = options;
  await within(options.withinMs, drainAfter(options.takenIn, relay));
  await within(cutOffMs, relay.stop());
  await tellLeft(options.ledger, options.log);
}

async function drainAfter(takenIn: Promise<unknown>, relay: Relay): Promise<void> {
  await takenIn;
  await relay.drain();
}

/** Waits for the end, but not for longer than `ms` of real time: this is about the process. */
function within(ms: number, ended: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    ended.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

async function tellLeft(ledger: Ledger, log: Log): Promise<void> {
  const { notifications, toTeam, toCustomer } = await ledger.backlog();
  if (notifications + toTeam + toCustomer === 0) {
    log.info("drained: nothing is left");
    return;
  }
  log.warn("left for the next start", {
    notifications,
    to_team: toTeam,
    to_customer: toCustomer,
  });
}
