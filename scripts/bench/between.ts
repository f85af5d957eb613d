import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { config } from "../../build.config.ts";
import { createWorldConfig, startWorld } from "../../src/simulator/world.ts";

/** A place for the executable between both simulated sides, as it would live. */
export interface Between {
  readonly folder: string;
  /** Settings with which nothing is wrong: free ports, a store in the folder. */
  readonly environment: Readonly<Record<string, string>>;
  /** Starts `serve` on the store of that name; by default with the executable where it was built. */
  serve(store: string, executable?: string): ChildProcess;
  close(): Promise<void>;
}

/** What `serve` prints of its operators' listener. */
export const opsPort: RegExp = /"ops":(\d+)/;

export async function startBetween(): Promise<Between> {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-bench-"));
  writeFileSync(join(folder, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const world = await startWorld();
  const environment = {
    ...world.environment,
    WA_WEBHOOK_SECRET: "bench-secret-bench-secret",
    WA_NOTIFICATIONS_HOST: "127.0.0.1",
    WA_NOTIFICATIONS_PORT: "0",
    WA_OPS_PORT: "0",
  };
  return {
    folder,
    environment,
    serve: (store, executable = resolve(config.executable)) =>
      spawn(executable, ["serve", "--db-file", join(folder, store)], {
        cwd: folder,
        stdio: ["ignore", "pipe", "pipe"],
        env: environment,
      }),
    async close() {
      await world.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
