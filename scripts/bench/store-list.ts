// How long `sessions list --json` of the executable takes on a large store, its start included.
import { execFileSync } from "node:child_process";
import { resolve } from "node:path";

import { config } from "../../build.config.ts";
import { atMost, demand, inMegabytes, median, print } from "./figures.ts";

const rounds = 5;

/** @param store with so many sessions */
export function benchList(store: string, sessions: number): void {
  for (const limit of [100, 0]) {
    const args = ["sessions", "list", "--json", "--limit", String(limit), "--db-file", store];
    const outputs: Buffer[] = [];
    const times = Array.from({ length: rounds }, () => {
      const begin = performance.now();
      outputs[0] = execFileSync(resolve(config.executable), args, { maxBuffer: 2 ** 30 });
      return performance.now() - begin;
    });
    const [output = Buffer.alloc(0)] = outputs;
    const listed = JSON.parse(output.toString()) as { sessions: object[]; total: number };
    demand(listed.total === sessions && listed.sessions.length === (limit || sessions), "sessions");
    const name = `sessions list --json${limit === 0 ? " --limit 0" : ""}, ${inMegabytes(output.length)}`;
    const ms = median(times);
    print(name, `${ms.toFixed(0)} ms`, atMost(Math.round(ms), 1000, " ms"));
  }
}
