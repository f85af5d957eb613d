import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";

import {
  readConfigAloud,
  reloadAloud,
  type ReadConfig,
  type Reloaded,
} from "./app/config-reading.ts";
import { createControlRequests } from "./app/control-requests.ts";
import { drain } from "./app/drain.ts";
import { forgetPerson } from "./app/forget.ts";
import { listenForOperators } from "./app/listen-for-operators.ts";
import { listen, type Listener } from "./app/listen.ts";
import { openFiles } from "./app/open-files.ts";
import { stillStarting } from "./app/still-starting.ts";
import { watchOutside } from "./app/watch-outside.ts";
import { createWatch, timed, type Host } from "./app/watch.ts";
import { toFault } from "./bridge/log/fault.ts";
import { plain } from "./bridge/log/plain.ts";
import { createOperator, type Operator } from "./bridge/operator.ts";
import type { Clock, Log } from "./bridge/ports.ts";
import type { Forgotten } from "./bridge/privacy.ts";
import { Relay } from "./bridge/relay.ts";
import { createDialog360 } from "./dialog360/client.ts";
import { createIntake } from "./dialog360/intake.ts";
import { parseNotification as parseDialog360 } from "./dialog360/parse.ts";
import { createProbe } from "./dialog360/probe.ts";
import { openLedger } from "./ledger/ledger.ts";
import { createNetwork, type Network } from "./network/network.ts";
import { createHealth, type HealthBoard } from "./ops/health.ts";
import { createMeters } from "./ops/meters.ts";
import { createPressure, type Limits } from "./ops/pressure.ts";
import { toProfile } from "./settings/profile.ts";
import type { Settings } from "./settings/settings.ts";
import { createTeamwire } from "./teamwire/client.ts";
import { runFeed } from "./teamwire/intake.ts";
import { parseNotification as parseTeamwire } from "./teamwire/parse.ts";
import { createTeam, type TeamwireTeam } from "./teamwire/team.ts";

export interface AppOptions {
  readonly settings: Settings;
  /** Called now and at each reload. */
  readonly readConfig: ReadConfig;
  readonly clock: Clock;
  readonly log: Log;
  /** From 0 up to 1: spreads waits. */
  readonly random: () => number;
  /** Of this process: told to others that want the store. */
  readonly pid: number;
  /** For those who watch it. */
  readonly host: Host;
  /** How much may wait before notifications are refused. */
  readonly limits?: Limits;
  /** Another way to open the ledger: what is behind the port may differ. */
  readonly openLedger?: typeof openLedger;
  /** Another way out of the process. */
  readonly network?: Network;
}

/** A relay that runs. */
export interface App {
  readonly notificationsPort: number;
  /** Null when switched off. */
  readonly opsPort: number | null;
  /** Reads the JSON config again: what begins from now on follows the new one. @throws OperatorError; the old one stays */
  reload(): Promise<Reloaded>;
  /** Resolves when the ledger answers: the process is more than alive. */
  answers(): Promise<unknown>;
  /**
   * Takes nothing more in, delivers what is due for at most `WA_DRAIN_TIMEOUT`, closes the ledger. What is left waits for
   * the next start and is told in the log.
   */
  stop(): Promise<void>;
}

const attemptsAtOnce = 32;

/**
 * Starts the relay; neither side has to be there.
 * @throws OperatorError 73 or 78 where the store or a port cannot be had
 */
export async function startApp(options: AppOptions): Promise<App> {
  const { settings, readConfig, clock, log, random } = options;
  let { config } = readConfigAloud(readConfig, { log, told: "warnings" });
  const network = options.network ?? createNetwork(settings);
  let profile = toProfile(config, settings);
  const health = createHealth({ now: () => clock.now(), log });
  health.block("starting");
  let operator: Operator | null = null;
  const meters = createMeters();
  const now = (): number => clock.now();
  const { authRequired, secrets } = settings.notifications;
  const probe = createProbe({
    secret: authRequired ? (secrets[0] ?? null) : null,
    createNonce: () => randomBytes(16).toString("hex"),
    fetch: network.fetch,
  });
  const ledger = await (options.openLedger ?? openLedger)(settings.store.file, {
    log,
    pid: options.pid,
    onSync: (ms) => meters.synced(ms),
    requests: createControlRequests({
      health,
      operator: () => operator,
      reload,
      probe,
      forget: (id) => forgetPerson(id, { store: settings.store.file, forget, purge, now }),
    }),
  });
  const stopping = new AbortController();
  const { signal } = stopping;
  const pressure = createPressure({ ...options, ledger, health, signal });
  const teamwire = createTeamwire(settings.teamwire, { clock, network });
  const team = createTeam(teamwire, { config: () => config, clock, health, readFile });
  const watch = await createWatch(settings, { ...options, meters, ledger, health, network });
  const files = await openFiles(settings, { clock, ledger, network });
  const whatsApp = createDialog360(settings.dialog360, { now, network });
  const relay = new Relay({
    ports: {
      ledger,
      files,
      clock,
      health,
      log,
      meter: watch.meter,
      random,
      team,
      whatsApp,
      profile: () => profile,
      readySince: () => health.readySince(),
      retentionMs: settings.store.retentionMs,
      onUnwritable: () => pressure.doubt(),
    },
    parsers: {
      dialog360: (body) =>
        parseDialog360(body, { phoneNumberId: settings.notifications.phoneNumberId }),
      teamwire: parseTeamwire,
    },
    locale: settings.chat.locale,
    limits: {
      customer: {
        ratePerSecond: settings.dialog360.sendRatePerSecond,
        pairIntervalMs: settings.dialog360.pairIntervalMs,
        // v1 echoes no reference: whatever is under way when the process dies may be sent twice.
        attemptsAtOnce: settings.dialog360.generation === "v1" ? 1 : attemptsAtOnce,
      },
      team: { ratePerSecond: Infinity, pairIntervalMs: 0, attemptsAtOnce },
    },
  });

  function forget(sessionId: number): Promise<Forgotten | null> {
    return relay.forget(sessionId);
  }

  function purge(): Promise<void> {
    return ledger.purge();
  }

  function reload(): Promise<Reloaded> {
    return reloadAloud(log, async () => {
      if (!operator) throw stillStarting("Have serve read the JSON config again");
      const { config: read, warnings } = readConfigAloud(readConfig, { log, told: "all" });
      profile = toProfile(read, settings);
      config = read;
      checkRecipients(team, log);
      // What waits for recipients may find them now; where that cannot be stored, it looks within 10 minutes.
      relay.wake(await ledger.hasten("team").catch(() => []));
      return { warnings };
    });
  }

  const listeners: Listener[] = [];
  try {
    const intake = createIntake({
      ...settings.notifications,
      async record(notification) {
        await pressure.record(notification);
        relay.notify();
        watch.notified(notification.receivedAt);
      },
      refuse: () => signal.aborted || pressure.isTooHigh,
      probe,
      now: () => clock.now(),
      health,
      log,
    });
    const notifications = await listen({
      ...settings.notifications,
      fetch: timed(intake.fetch, { clock, tell: (...answer) => meters.answered(...answer) }),
      setting: "WA_NOTIFICATIONS_PORT",
    });
    listeners.push(notifications);
    const views = { health, log, clock, ledger, metrics: watch.metrics, operator: () => operator };
    const ops = await listenForOperators(settings, views);
    if (ops) listeners.push(ops);

    await pressure.check();
    await relay.start();
    operator = createOperator({
      ledger,
      now: () => clock.now(),
      texts: () => profile.texts,
      relay,
    });
    const feed = runFeed({
      client: teamwire,
      ledger,
      clock,
      health,
      log,
      random,
      signal,
      onRecorded: () => {
        watch.fed();
        relay.notify();
      },
      onAnswered: () => watch.feedAnswered(),
      onReady: () => {
        relay.openTeamLanes();
        checkRecipients(team, log);
      },
    });
    tellUnguarded(settings, health);
    void watchOutside(settings, {
      whatsApp,
      probe,
      recipients: () => team.checkRecipients(),
      clock,
      health,
      log,
      random,
      signal,
    });
    health.unblock("starting");
    const watching = watch.run(signal);
    return {
      notificationsPort: notifications.port,
      opsPort: ops?.port ?? null,
      reload,
      answers: () => ledger.backlog(),
      async stop() {
        health.block("draining");
        stopping.abort();
        const takenIn = Promise.all([notifications.close(), feed, watching]);
        try {
          await drain({ withinMs: settings.drainTimeoutMs, takenIn, relay, ledger, log });
        } finally {
          await ledger.close();
          await ops?.close();
        }
      },
    };
  } catch (error) {
    stopping.abort();
    await Promise.all([relay.stop(), ...listeners.map((listener) => listener.close())]);
    await ledger.close();
    throw error;
  }
}

/** Where Teamwire does not answer, the first chat tells. */
function checkRecipients(team: TeamwireTeam, log: Log): void {
  team.checkRecipients().catch((error: unknown) => {
    log.debug("recipients not checked", { error: toFault(error) });
  });
}

function tellUnguarded({ notifications }: Settings, health: HealthBoard): void {
  if (notifications.authRequired) return;
  health.degrade("webhook-open", {
    detail: plain`notifications are accepted without a secret`,
    remedy: plain`run: whatsapp-bot webhook set <url>, then remove WA_WEBHOOK_AUTH=off`,
  });
}
