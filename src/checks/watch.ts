import { toFault } from "../bridge/log/fault.ts";
import type { Clock, Health, Log } from "../bridge/ports.ts";
import type { Check } from "./check.ts";
import { runChecks, type Checked } from "./run-checks.ts";

export interface WatchOptions {
  /** Those for one look. */
  readonly createChecks: () => readonly Check[];
  /** After each look. */
  readonly onLooked: (checked: readonly Checked[]) => Promise<void>;
  readonly clock: Clock;
  readonly health: Health;
  readonly log: Log;
  /** From 0 up to 1. */
  readonly random: () => number;
  readonly signal: AbortSignal;
}

/** Not at once: at the start there is enough to do, and a proxy in front may start at the same time. */
const firstMs = 20_000;
const usualMs = 60 * 60 * 1000;
/** What is wrong now may be mended soon. */
const troubledMs = 5 * 60 * 1000;

/**
 * Makes checks again and again, and tells `Health` by their ids what failed and what is right again. What could not be
 * told stays as it was.
 */
export async function watch(options: WatchOptions): Promise<void> {
  const { clock, random, signal } = options;
  await clock.sleep(firstMs * (1 + random()), signal);
  while (!signal.aborted) {
    const isTroubled = await look(options);
    const usual = isTroubled ? troubledMs : usualMs;
    await clock.sleep(usual * (0.9 + 0.2 * random()), signal);
  }
}

/** @returns whether something was wrong */
async function look(options: WatchOptions): Promise<boolean> {
  const { health, log, signal } = options;
  const checked: Checked[] = [];
  try {
    for await (const one of runChecks(options.createChecks())) {
      if (signal.aborted) return false;
      checked.push(one);
      const { id, ok, detail, remedy } = one;
      if (ok) health.recover(id);
      else if (ok === false) health.degrade(id, { detail, remedy: remedy ?? "" });
    }
    await options.onLooked(checked);
  } catch (error) {
    // A bug of ours; notifications come first.
    log.error("the checks of the hour broke off", { error: toFault(error) });
  }
  return checked.some(({ ok }) => ok === false);
}
