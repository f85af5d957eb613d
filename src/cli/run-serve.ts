import { startApp, type App, type AppOptions } from "../app.ts";
import { createClock, type ShiftableClock } from "../clock.ts";
import { createLog } from "../ops/log.ts";
import { createServiceManager } from "../ops/systemd.ts";
import type { Settings } from "../settings/settings.ts";
import type { Io } from "./io.ts";
import { readBuild } from "./version.ts";

export interface ServeOptions {
  readonly settings: Settings;
  readonly readConfig: AppOptions["readConfig"];
  readonly io: Io;
  readonly clock?: ShiftableClock;
  /** Called once it takes notifications. */
  readonly onStarted?: (ports: {
    readonly notifications: number;
    readonly ops: number | null;
  }) => Promise<void>;
}

/** Runs the relay until a signal: the first drains, the second ends at once with 130 or 143. SIGHUP is a reload. */
export async function runServe({
  settings,
  readConfig,
  io,
  onStarted,
  ...options
}: ServeOptions): Promise<void> {
  const clock = options.clock ?? createClock();
  const log = createLog({
    level: settings.log.level,
    format: settings.log.format ?? (io.stderr.isTerminal ? "text" : "json"),
    isColoured: io.stderr.isTerminal && !io.env["NO_COLOR"],
    now: () => clock.now(),
    write: (line) => io.stderr.write(line),
  });
  let started: App | null = null;
  // From the first moment on: one that comes while starting ends it cleanly as soon as it has started.
  const signalled = nextSignals(io, () => {
    // A refusal is in the log.
    started?.reload().catch(() => {});
  });
  const app = await startApp({
    settings,
    readConfig,
    clock,
    log,
    random: Math.random,
    pid: io.pid,
    host: { build: readBuild(), runtime: io.runtime, usage: io.usage },
  });
  started = app;
  const systemd = createServiceManager({ env: io.env, pid: io.pid, log });
  const ending = new AbortController();
  log.info("started", { notifications: app.notificationsPort, ops: app.opsPort });
  try {
    await onStarted?.({ notifications: app.notificationsPort, ops: app.opsPort });
  } catch (error) {
    await app.stop();
    throw error;
  }
  systemd.ready();
  systemd.watch(() => app.answers(), ending.signal);
  await signalled;
  systemd.stopping();
  log.info("draining", { seconds: settings.drainTimeoutMs / 1000 });
  await app.stop();
  ending.abort();
  log.info("stopped");
}

/** Resolves at the first signal to end; from then on another ends the process. */
function nextSignals(io: Io, onHangup: () => void): Promise<void> {
  return new Promise((resolve) => {
    let signals = 0;
    io.onSignal((signal) => {
      if (signal === "SIGHUP") return onHangup();
      signals += 1;
      if (signals > 1) io.exit(signal === "SIGINT" ? 130 : 143);
      return resolve();
    });
  });
}
