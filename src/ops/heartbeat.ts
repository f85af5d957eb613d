import { plainIf, type Plain } from "../bridge/log/plain.ts";
import type { Clock, Log } from "../bridge/ports.ts";
import type { Flow } from "./flow.ts";

const everyMs = 60_000;
/** What keeps messages from flowing is told in our own words, without a value in them. */
const stopForm = /[a-z0-9 :-]{1,80}/;

/**
 * Pings every minute while messages can flow, until `signal` aborts: whoever waits for the pings hears of a machine that is
 * off, a network that is down and a program that hangs as well. A ping that fails is logged once, and once when it works again.
 * @param ports.ping says why it was not taken, or null
 */
export async function runHeartbeat(ports: {
  readonly ping: (signal: AbortSignal) => Promise<Plain | null>;
  readonly flow: Pick<Flow, "findStop">;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { ping, flow, clock, log, signal } = ports;
  // That nothing flows yet at the start is no news.
  let withheld: string | null = "starting";
  let fault: Plain | null = null;

  function tellWithheld(reason: string | null): void {
    if (reason !== null && withheld === null) {
      log.warn("heartbeat withheld", { reason: plainIf(reason, stopForm) });
    }
    if (reason === null && withheld !== null) log.info("heartbeat begins");
    withheld = reason;
  }

  function tellFault(found: Plain | null): void {
    if (found !== null && fault === null) log.warn("heartbeat not taken", { reason: found });
    if (found === null && fault !== null) log.info("heartbeat taken again");
    fault = found;
  }

  while (!signal.aborted) {
    const reason = await flow.findStop();
    if (signal.aborted) return;
    tellWithheld(reason);
    if (reason === null) {
      const found = await ping(signal);
      if (!signal.aborted) tellFault(found);
    }
    await clock.sleep(everyMs, signal);
  }
}
