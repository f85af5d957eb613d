import { spawn } from "node:child_process";

import type { Log } from "../bridge/ports.ts";

/** Tells systemd how `serve` does; see sd_notify(3). */
export interface ServiceManager {
  /** Notifications are taken. */
  ready(): void;
  /** The drain has begun. */
  stopping(): void;
  /**
   * Tells that the process lives, twice in each `WATCHDOG_USEC`, as long as `isAlive` resolves in time: systemd ends and
   * starts a process that says nothing.
   */
  watch(isAlive: () => Promise<unknown>, signal: AbortSignal): void;
}

export interface ServiceManagerOptions {
  /** Its `NOTIFY_SOCKET` names where systemd listens; without one nobody is told anything. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pid: number;
  readonly log: Log;
  /** Node has no datagram sockets in the file system, so systemd's own program carries the word. */
  readonly program?: string;
}

export function createServiceManager(options: ServiceManagerOptions): ServiceManager {
  const { env, log, program = "/usr/bin/systemd-notify" } = options;
  const socket = env["NOTIFY_SOCKET"];
  let isTold = false;

  function tell(state: string): void {
    if (!socket) return;
    const child = spawn(program, ["--no-block", state], {
      env: { NOTIFY_SOCKET: socket },
      stdio: "ignore",
    });
    child.once("error", tellOnce).once("exit", (code) => code !== 0 && tellOnce());
    // In Deno there is nothing to let go of where the program could not be run.
    child.once("spawn", () => child.unref());
  }

  function tellOnce(): void {
    if (isTold) return;
    isTold = true;
    log.warn("systemd could not be told how serve does: systemd-notify did not run");
  }

  return {
    ready: () => tell("READY=1"),
    stopping: () => tell("STOPPING=1"),
    watch(isAlive, signal) {
      const everyMs = readWatchdogMs(options) / 2;
      if (!socket || everyMs === 0) return;
      let asks = false;
      const timer = setInterval(() => {
        if (asks) return;
        asks = true;
        void isAlive()
          .then(() => tell("WATCHDOG=1"))
          .catch(() => {})
          .finally(() => (asks = false));
      }, everyMs);
      signal.addEventListener("abort", () => clearInterval(timer), { once: true });
    },
  };
}

/** 0 where systemd watches nothing, or another process. */
function readWatchdogMs({ env, pid }: ServiceManagerOptions): number {
  const watched = env["WATCHDOG_PID"];
  if (watched !== undefined && watched !== String(pid)) return 0;
  const microseconds = Number(env["WATCHDOG_USEC"]);
  return microseconds > 0 ? microseconds / 1000 : 0;
}
