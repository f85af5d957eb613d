import process from "node:process";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What this process holds, in MB. */
export interface Memory {
  /** Resident, with what the engine keeps for later. */
  readonly resident: number;
  /** Really in use: after a garbage collection. */
  readonly used: number;
}

/** Reads it after a garbage collection, so that what was merely not collected yet does not count as held. */
export function readMemory(): Memory {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  collect();
  const { rss, heapUsed, external } = process.memoryUsage();
  return { resident: Math.round(rss / 2 ** 20), used: Math.round((heapUsed + external) / 2 ** 20) };
}
