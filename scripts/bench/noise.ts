import { cpus } from "node:os";
import process from "node:process";

import { print } from "./figures.ts";

/** How busy others keep the machine, beside what is measured: with them every figure gets worse. */
export class Noise {
  readonly #begunAt = performance.now();
  readonly #busyMs = readBusyMs();
  readonly #ownMs = readOwnMs();

  /**
   * How many cores others have used on average since the beginning.
   * @param childrenMs the processor time of processes that are measured too
   */
  cores(childrenMs: number = 0): number {
    const othersMs = readBusyMs() - this.#busyMs - (readOwnMs() - this.#ownMs) - childrenMs;
    return Math.max(0, othersMs / (performance.now() - this.#begunAt));
  }
}

export function printNoise(cores: number): void {
  const value = `${cores.toFixed(1)} of ${cpus().length} cores`;
  print("  used by other programs meanwhile", value, { text: "0.2 or less", met: cores <= 0.2 });
}

function readBusyMs(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys, 0);
}

function readOwnMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
