import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import process from "node:process";

import { config } from "../../build.config.ts";
import { createWorldConfig } from "../../src/simulator/world.ts";

export const notificationPath = "/whatsapp/notification";
export const authorization = "Bearer bench-secret-bench-secret";
/** What `serve` prints once it takes notifications. */
export const servePort: RegExp = /"notifications":(\d+)/;

/**
 * `serve` with both other sides away: what is measured is taking notifications, with planning going on beside it.
 * @param nodeOptions for Node itself
 */
export function startServe(folder: string, nodeOptions: readonly string[] = []): ChildProcess {
  writeFileSync(join(folder, "wa_config.json"), JSON.stringify(createWorldConfig()));
  return spawn(process.execPath, [...nodeOptions, resolve(config.entries.main), "serve"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    env: {
      TW_API_HOST: "http://127.0.0.1:9",
      TW_API_APPID: "bench",
      TW_API_SECRET: "bench",
      WA_API_KEY: "bench",
      WA_API_URL: "http://127.0.0.1:9",
      WA_WEBHOOK_SECRET: authorization.replace("Bearer ", ""),
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_HOST: "off",
      WA_LOG_LEVEL: "info",
    },
  });
}

/** Waits until a child has said on which port it listens. */
export function readPort(child: ChildProcess, pattern: RegExp): Promise<number> {
  const { promise, resolve: found, reject } = Promise.withResolvers<number>();
  let text = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk) => {
      text += String(chunk);
      const port = pattern.exec(text)?.[1];
      if (port) found(Number(port));
    });
  }
  child.once("close", () => reject(new Error(`ended too early: ${text}`)));
  return promise;
}

/** Ends a child without asking it. */
export async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exit = once(child, "exit");
  child.kill("SIGKILL");
  await exit;
}
