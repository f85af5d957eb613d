import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestContext } from "node:test";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { createWorldConfig } from "../../src/simulator/world.ts";
import { startBot, type Bot, type BotOptions } from "../fakes/bot.ts";
import { runCommand } from "../fakes/io.ts";
import { beginChat } from "./conversation.ts";

export interface Checked {
  readonly id: string;
  readonly title: string;
  readonly ok: boolean | null;
  readonly detail: string;
  readonly remedy: string | null;
}

/** A `serve` and both sides, and what `doctor` is told of them. */
export interface Scene {
  readonly bot: Bot;
  /** By how much the simulators' clocks are ahead. */
  shiftMs: number;
  readonly env: Record<string, string>;
}

/** One of the things that go wrong, and what has to be said of it. */
export interface Fault {
  readonly id: string;
  readonly detail: RegExp;
  readonly remedy: RegExp;
  readonly make: (scene: Scene, t: TestContext) => void | Promise<void>;
}

/** The relay on the clock of the machine, as `doctor` is, with a customer who has written. */
export async function startScene(t: TestContext, options: BotOptions = {}): Promise<Scene> {
  const machine = createMachineClock();
  const clock = { ...machine, now: () => machine.now() + scene.shiftMs };
  const scene = { shiftMs: 0 } as { -readonly [Name in keyof Scene]: Scene[Name] };
  scene.bot = await startBot(t, { ...options, world: { clock, ...options.world } });
  const { folder, world } = scene.bot;
  const config = join(folder, "wa_config.json");
  writeFileSync(config, JSON.stringify(createWorldConfig()));
  scene.env = {
    ...world.environment,
    WA_DB_FILE: join(folder, "store.db"),
    WA_BOT_CONFIG: config,
    ...options.environment,
  };
  await beginChat(scene.bot);
  return scene;
}

/** What `doctor --json` says. */
export async function examine(
  env: Record<string, string>,
): Promise<{ readonly code: number; readonly ok: boolean; readonly checks: readonly Checked[] }> {
  const { code, stdout, stderr } = await runCommand(["doctor", "--json"], { env });
  assert.ok(stdout.endsWith("}\n"), stderr);
  return { code, ...(JSON.parse(stdout) as { ok: boolean; checks: Checked[] }) };
}

/** A config like the usual one, but for this. */
export function writeConfig(change: object): Fault["make"] {
  return ({ bot, env }) => {
    const [base] = createWorldConfig()["configs"] as object[];
    env["WA_BOT_CONFIG"] = join(bot.folder, "changed.json");
    writeFileSync(env["WA_BOT_CONFIG"], JSON.stringify({ configs: [{ ...base, ...change }] }));
  };
}

/** An address at which nobody listens. */
export async function findNobody(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Its kind follows from what it listens on.
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

/** Chooses calls for the simulators' faults. */
export function isGet(wanted: RegExp): (method: string, path: string) => boolean {
  return (method, path) => method === "GET" && wanted.test(path);
}
