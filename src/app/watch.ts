import type { Clock, Ledger, Log, Meter } from "../bridge/ports.ts";
import { readSizes } from "../ledger/sizes.ts";
import type { Network } from "../network/network.ts";
import { createFlow } from "../ops/flow.ts";
import { createGauges, type Build, type Usage } from "../ops/gauges.ts";
import type { HealthBoard } from "../ops/health.ts";
import { runHeartbeat } from "../ops/heartbeat.ts";
import { watchLoopLag } from "../ops/loop-lag.ts";
import type { Meters } from "../ops/meters.ts";
import type { Metrics } from "../ops/metrics.ts";
import { ping } from "../ops/ping.ts";
import { createSilence } from "../ops/silence.ts";
import type { Settings } from "../settings/settings.ts";

/** What this program is and uses. */
export interface Host {
  readonly build: Build;
  /** `node 24.21.0`, `deno 2.9.6` */
  readonly runtime: string;
  readonly usage: () => Usage;
}

/** How the relay is watched: its metrics, the heartbeat, the alarm at silence. */
export interface Watch {
  /** For the relay. */
  readonly meter: Meter;
  readonly metrics: Metrics;
  /** A webhook post was recorded. */
  notified(at: number): void;
  /** An answer of the feed was recorded. */
  fed(): void;
  /** The feed has answered, with something or nothing. */
  feedAnswered(): void;
  /** Watches what time alone shows, until `signal` aborts. */
  run(signal: AbortSignal): Promise<void>;
}

/** Puts together what watches the relay. @param ports.meters what is counted already */
export async function createWatch(
  { store, notifications, heartbeatUrl }: Settings,
  ports: {
    readonly meters: Meters;
    readonly ledger: Ledger;
    readonly clock: Clock;
    readonly health: HealthBoard;
    readonly log: Log;
    readonly host: Host;
    readonly network: Pick<Network, "fetch">;
  },
): Promise<Watch> {
  const { meters, clock, health, log, host } = ports;
  const flow = createFlow(ports);
  const silence = await createSilence(notifications.silenceMs, ports);
  const facts = { ...host, startedAt: clock.now() };
  const takeReadings = createGauges(meters.registry, facts);

  async function scrape(): Promise<string> {
    const figures = await flow.figures().catch(() => null);
    const sizes = await readSizes(store.file).catch(() => null);
    const isFlowing = (await flow.findStop()) === null;
    takeReadings({
      now: clock.now(),
      figures,
      sizes,
      health,
      usage: host.usage(),
      feedAnsweredAt: flow.feedAnsweredAt,
      notifiedAt: silence.lastAt,
      isFlowing,
    });
    return meters.registry.metrics();
  }

  return {
    meter: {
      ...meters,
      accepted(side, afterMs) {
        meters.accepted(side, afterMs);
        flow.accepted(side);
      },
    },
    metrics: { contentType: meters.registry.contentType, scrape },
    notified: (at) => silence.broken(at),
    fed: () => meters.fed(),
    feedAnswered: () => flow.feedAnswered(),
    async run(signal) {
      watchLoopLag((ms) => meters.lagged(ms), signal);
      const watching = [silence.run(signal)];
      if (heartbeatUrl !== null) {
        const { fetch } = ports.network;
        const call = (until: AbortSignal): ReturnType<typeof ping> =>
          ping(heartbeatUrl, { fetch, signal: until });
        watching.push(runHeartbeat({ ping: call, flow, clock, log, signal }));
      }
      await Promise.all(watching);
    },
  };
}

/** A listener whose answers are timed. @param tell must not throw */
export function timed<Given extends readonly unknown[]>(
  fetch: (...given: Given) => Response | Promise<Response>,
  { clock, tell }: { clock: Clock; tell: (status: number, afterMs: number) => void },
): (...given: Given) => Promise<Response> {
  return async (...given) => {
    const begun = clock.monotonic();
    const answer = await fetch(...given);
    tell(answer.status, clock.monotonic() - begun);
    return answer;
  };
}
