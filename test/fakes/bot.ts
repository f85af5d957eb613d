import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pid } from "node:process";

import { startApp, type App, type AppOptions } from "../../src/app.ts";
import type { Log } from "../../src/bridge/ports.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader, type Reader } from "../../src/ledger/reader.ts";
import { createNetwork } from "../../src/network/network.ts";
import { createLog } from "../../src/ops/log.ts";
import { allGroups } from "../../src/settings/definitions.ts";
import { parseConfig } from "../../src/settings/parse-config.ts";
import { readSettings } from "../../src/settings/read-settings.ts";
import { createMachineClock } from "../../src/simulator/clock.ts";
import {
  createWorldConfig,
  startWorld,
  type World,
  type WorldOptions,
} from "../../src/simulator/world.ts";
import { assertDescribed } from "../contracts/message-requests.ts";
import { createManualClock, type ManualClock } from "./clock.ts";
import { assertNoLeaks } from "./leaks.ts";
import { untilAtRest, watchLedger, watchNetwork, watchWorld } from "./rest.ts";

export interface BotOptions {
  readonly world?: WorldOptions;
  readonly environment?: Readonly<Record<string, string>>;
  /** Merged over the config of the simulated cast. */
  readonly config?: object;
  readonly app?: Pick<AppOptions, "limits" | "openLedger">;
}

export interface Ready {
  readonly status: number;
  readonly reasons?: readonly string[];
  readonly degraded?: readonly { readonly id: string; readonly detail: string }[];
}

/** The relay in this process, on a manual clock, between the two simulators. */
export interface Bot {
  readonly world: World;
  readonly clock: ManualClock;
  readonly folder: string;
  /** Everything that was logged. */
  log: string;
  readonly notificationsUrl: string;
  readonly opsUrl: string;
  /** What a notification has to carry. */
  readonly headers: Readonly<Record<string, string>>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Keeps the store as it is on disk this moment, for `crash`. */
  keep(): void;
  /** Ends and starts again with what was kept, as after a `kill -9` at that moment. */
  crash(): Promise<void>;
  /** Reads the config again, with these changes. */
  reload(config: object): Promise<void>;
  /** Resolves when nothing goes on by itself any more: what was posted or sent is in the ledger, too. */
  rest(): Promise<void>;
  /** What `/readyz` answers at rest. */
  ready(): Promise<Ready>;
  /** Posts a body as 360dialog does. @returns the status */
  notify(
    body: string | Uint8Array<ArrayBuffer>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<number>;
  /** Asks the store at rest. */
  read<T>(ask: (reader: Reader) => T): Promise<T>;
  /** The posts of the chat that was made as the n-th, the customer's by their name and the bot's own as `bot`. */
  posts(chat?: number): string[];
}

/** What ends it: a test, or a part of the soak. */
export interface Ending {
  after(end: () => Promise<void>): void;
}

export async function startBot(t: Ending, options: BotOptions = {}): Promise<Bot> {
  const clock = createManualClock({ settle: untilAtRest });
  const world = await startWorld({
    clock,
    ...options.world,
    // While the clock stands, nothing is posted a second time.
    dialog360: { answerLimitMs: 60_000, ...options.world?.dialog360 },
    // A day passes in few steps where the feed does not ask again each minute of it.
    teamwire: { holdClock: createMachineClock(), ...options.world?.teamwire },
  });
  const unwatch = watchWorld(world);
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-test-"));
  const settings = readBotSettings({
    ...world.environment,
    WA_DB_FILE: join(folder, "store.db"),
    ...options.environment,
  });
  function readConfig(changes: object): ReturnType<AppOptions["readConfig"]> {
    const [base] = createWorldConfig()["configs"] as object[];
    // Tests of other things see no warnings.
    const written = { ...base, window_warning: [], ...changes };
    const text = JSON.stringify({ configs: [written] });
    const { config: read } = parseConfig(text, { file: join(folder, "wa_config.json") });
    if (!read) throw new Error("the test's config is not valid");
    return read;
  }
  let config = readConfig(options.config ?? {});
  const kept = join(folder, "kept");
  let app: App | null = null;

  /** The store's own files. */
  function listStore(): string[] {
    return readdirSync(folder).filter((name) => /^store\.db(?:\.log\.\d+)?$/.test(name));
  }

  const bot: Bot = {
    world,
    clock,
    folder,
    log: "",
    headers: { Authorization: `Bearer ${settings.notifications.secrets[0]}` },
    get notificationsUrl() {
      return `http://127.0.0.1:${app?.notificationsPort}${settings.notifications.path}`;
    },
    get opsUrl() {
      return `http://127.0.0.1:${app?.opsPort}`;
    },
    async start() {
      const log: Log = createLog({
        level: "debug",
        format: "json",
        now: () => clock.now(),
        write: (line) => (bot.log += line),
      });
      app = await startApp({
        settings,
        readConfig: () => config,
        clock,
        log,
        random: () => 0.4321,
        pid,
        host: {
          build: { version: "2.0.0", commit: "0123456789ab" },
          runtime: "test",
          usage: () => ({ residentBytes: 3000, heapBytes: 2000, processorSeconds: 1.5 }),
        },
        ...options.app,
        network: watchNetwork(createNetwork(settings)),
        openLedger: async (...given) =>
          watchLedger(await (options.app?.openLedger ?? openLedger)(...given)),
      });
      world.dialog360.simulator.webhook.register({
        url: bot.notificationsUrl,
        headers: bot.headers,
      });
    },
    async stop() {
      await app?.stop();
      app = null;
    },
    keep() {
      mkdirSync(kept);
      for (const name of listStore()) cpSync(join(folder, name), join(kept, name));
    },
    async crash() {
      await bot.stop();
      for (const name of listStore()) rmSync(join(folder, name));
      cpSync(kept, folder, { recursive: true });
      rmSync(kept, { recursive: true });
      await bot.start();
    },
    async reload(changes) {
      config = readConfig(changes);
      await app?.reload();
    },
    rest: untilAtRest,
    async ready() {
      await untilAtRest();
      const answer = await fetch(`${bot.opsUrl}/readyz`);
      return { status: answer.status, ...((await answer.json()) as object) };
    },
    async notify(body, headers = bot.headers) {
      const answer = await fetch(bot.notificationsUrl, {
        method: "POST",
        body,
        headers: { ...headers },
      });
      await answer.body?.cancel();
      return answer.status;
    },
    async read(ask) {
      await untilAtRest();
      const reader = await openReader(settings.store.file);
      try {
        return ask(reader);
      } finally {
        reader.close();
      }
    },
    posts: (chat = 0) =>
      (world.teamwire.simulator.chats[chat]?.messages ?? []).map(
        ({ from_user: author, msg, sender_display_name: name }) =>
          `${name ?? (author.is_bot ? "bot" : author.first_name)}: ${msg}`,
      ),
  };
  t.after(async () => {
    await bot.stop();
    await world.close();
    unwatch();
    rmSync(folder, { recursive: true, force: true });
    assertDescribed(world.dialog360.simulator.calls);
    assertNoLeaks(bot.log, world, settings.notifications.secrets);
  });
  await bot.start();
  return bot;
}

function readBotSettings(
  env: Readonly<Record<string, string>>,
): Parameters<typeof startApp>[0]["settings"] {
  const { settings, problems } = readSettings({
    needs: allGroups,
    flags: {},
    env: {
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_PORT: "0",
      WA_TIMEZONE: "Europe/Berlin",
      ...env,
    },
    envFile: null,
    readFile: readFileSync,
  });
  if (!settings)
    throw new Error(problems.map(({ where, message }) => `${where}: ${message}`).join());
  return settings;
}
