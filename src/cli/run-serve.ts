import { startApp } from "../app.ts";
import { createClock, type ShiftableClock } from "../clock.ts";
import { createLog } from "../ops/log.ts";
import type { BotConfig, Settings } from "../settings/settings.ts";
import type { Io } from "./io.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly config: BotConfig;
  readonly io: Io;
  readonly clock?: ShiftableClock;
  /** Called once it takes notifications. */
  readonly onStarted?: (ports: {
    readonly notifications: number;
    readonly ops: number | null;
  }) => Promise<void>;
}

/** Runs the relay until a signal: the first drains, the second ends at once with 130 or 143. */
export async function runServe({
  settings,
  config,
  io,
  onStarted,
  ...options
}: ServeOptions): Promise<void> {
  const clock = options.clock ?? createClock();
  const log = createLog({
    level: settings.log.level,
    format: settings.log.format ?? (io.stderr.isTerminal ? "text" : "json"),
    now: () => clock.now(),
    write: (line) => io.stderr.write(line),
  });
  const app = await startApp({ settings, config, clock, log, random: Math.random, pid: io.pid });
  const signalled = nextSignals(io);
  log.info("started", { notifications: app.notificationsPort, ops: app.opsPort });
  try {
    await onStarted?.({ notifications: app.notificationsPort, ops: app.opsPort });
  } catch (error) {
    await app.stop();
    throw error;
  }
  await signalled;
  log.info("draining", { seconds: settings.drainTimeoutMs / 1000 });
  const drained = await Promise.race([
    app.stop().then(() => true),
    new Promise<false>((resolve) =>
      setTimeout(() => resolve(false), settings.drainTimeoutMs).unref(),
    ),
  ]);
  if (!drained) {
    log.warn("not drained in time: what is left waits in the store for the next start");
    io.exit(0);
  }
  log.info("stopped");
}

/** Resolves at the first signal; from then on another ends the process. */
function nextSignals(io: Io): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0;
    io.onSignal((signal) => {
      signals += 1;
      if (signals > 1) io.exit(signal === "SIGINT" ? 130 : 143);
      resolve();
    });
  });
}
