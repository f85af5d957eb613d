import { readFile } from "node:fs/promises";

import { OperatorError } from "./bridge/errors.ts";
import type { Clock, Ledger, Log } from "./bridge/ports.ts";
import { Relay } from "./bridge/relay.ts";
import { createTexts } from "./bridge/texts/texts.ts";
import { createDialog360 } from "./dialog360/client.ts";
import { createIntake } from "./dialog360/intake.ts";
import { parseNotification as parseDialog360 } from "./dialog360/parse.ts";
import { openLedger } from "./ledger/ledger.ts";
import { listen, type Listener } from "./listen.ts";
import { createHealth, type HealthBoard } from "./ops/health.ts";
import { createOps } from "./ops/http.ts";
import type { BotConfig, Settings } from "./settings/settings.ts";
import { createTeamwire } from "./teamwire/client.ts";
import { runFeed } from "./teamwire/intake.ts";
import { parseNotification as parseTeamwire } from "./teamwire/parse.ts";
import { createTeam } from "./teamwire/team.ts";

export interface AppOptions {
  readonly settings: Settings;
  readonly config: BotConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1: spreads waits. */
  readonly random: () => number;
  /** Of this process: told to others that want the store. */
  readonly pid: number;
}

/** A relay that runs. */
export interface App {
  readonly notificationsPort: number;
  /** Null when switched off. */
  readonly opsPort: number | null;
  /** Takes nothing more in, settles what is under way, closes the ledger. What is left waits for the next start. */
  stop(): Promise<void>;
}

/**
 * Starts the relay; neither side has to be there.
 * @throws OperatorError 73 or 78 where the store or a port cannot be had
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, config, clock, log, random } = options;
  const health = createHealth({ now: () => clock.now(), log });
  const ledger = await openLedger(settings.store.file, { log, pid: options.pid });
  const listeners: Listener[] = [];
  try {
    const teamwire = createTeamwire(settings.teamwire, { clock });
    const team = createTeam(teamwire, { config: () => config, clock, health, readFile });
    const relay = new Relay({
      ports: {
        ledger,
        clock,
        health,
        log,
        random,
        team,
        whatsApp: createDialog360(settings.dialog360, { now: () => clock.now() }),
        texts: createTexts({ ...settings.chat, overrides: config.texts }),
        config,
      },
      parsers: {
        dialog360: (body) =>
          parseDialog360(body, { phoneNumberId: settings.notifications.phoneNumberId }),
        teamwire: parseTeamwire,
      },
      config,
      locale: settings.chat.locale,
    });
    const intake = createIntake({
      ...settings.notifications,
      record: (notification) => record(notification, { ledger, health, relay }),
      refuse: () => stopping.signal.aborted,
      now: () => clock.now(),
      health,
      log,
    });
    const stopping = new AbortController();

    const notifications = await listen({
      ...settings.notifications,
      fetch: intake.fetch,
      setting: "WA_NOTIFICATIONS_PORT",
    });
    listeners.push(notifications);
    const ops = await listenForOperators(settings, { health, log });
    if (ops) listeners.push(ops);

    await relay.start();
    const feed = runFeed({
      client: teamwire,
      ledger,
      clock,
      health,
      log,
      random,
      signal: stopping.signal,
      onRecorded: () => relay.notify(),
      onReady: () => {
        relay.openTeamLanes();
        // Where Teamwire does not answer, the first chat tells.
        void team.checkRecipients().catch((error: unknown) => {
          log.debug("recipients not checked", {
            error: error instanceof Error ? error.name : null,
          });
        });
      },
    });
    tellUnguarded(settings, health);
    return {
      notificationsPort: notifications.port,
      opsPort: ops?.port ?? null,
      async stop() {
        health.block("draining");
        stopping.abort();
        await Promise.all([notifications.close(), relay.stop(), feed]);
        await ledger.close();
        await ops?.close();
      },
    };
  } catch (error) {
    await Promise.all(listeners.map((listener) => listener.close()));
    await ledger.close();
    throw error;
  }
}

type Notification = Parameters<Ledger["record"]>[0];

/** Puts a notification on disk; `/readyz` follows whether that works. */
async function record(
  notification: Notification,
  { ledger, health, relay }: { ledger: Ledger; health: HealthBoard; relay: Relay },
): Promise<void> {
  try {
    await ledger.record(notification);
  } catch (error) {
    health.block(unwritable);
    throw error;
  }
  health.unblock(unwritable);
  relay.notify();
}

const unwritable = "the session store cannot be written";

/** A default port that is taken is no reason not to relay: any free one does. */
async function listenForOperators(
  { ops }: Settings,
  { health, log }: { health: HealthBoard; log: Log },
): Promise<Listener | null> {
  if (!ops) return null;
  const { fetch } = createOps({ health });
  const options = { fetch, host: ops.host, setting: "WA_OPS_PORT" };
  try {
    return await listen({ ...options, port: ops.port });
  } catch (error) {
    if (ops.portIsSet || !(error instanceof OperatorError)) throw error;
    const listener = await listen({ ...options, port: 0 });
    log.warn("the default port of the operators' listener is taken, using another", {
      port: listener.port,
    });
    return listener;
  }
}

function tellUnguarded({ notifications }: Settings, health: HealthBoard): void {
  if (notifications.authRequired) return;
  health.degrade("webhook-open", {
    detail: "notifications are accepted without a secret",
    remedy: "run: whatsapp-bot webhook set <url>, then remove WA_WEBHOOK_AUTH=off",
  });
}
