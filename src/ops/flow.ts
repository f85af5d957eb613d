import type { Side } from "../bridge/delivery.ts";
import type { Figures } from "../bridge/figures.ts";
import type { Clock, Ledger } from "../bridge/ports.ts";
import type { HealthBoard } from "./health.ts";

/** A window that ends within this time counts as closing: that is when staff are first warned by default. */
const closingMs = 4 * 60 * 60_000;
/** The feed is asked for up to 55 s at a time. */
const feedPatienceMs = 5 * 60_000;
/** Longer than the longest wait between two attempts. */
const queuePatienceMs = 15 * 60_000;

/** What a trouble of this kind leaves undone is the relaying itself: a dead key, a side that is away, a store that fails. */
const stoppers: ReadonlySet<string> = new Set([
  "api-key",
  "dialog360-delivery",
  "health-status",
  "planning",
  "store",
  "teamwire",
  "teamwire-delivery",
  "templates",
  "webhook",
]);

/** Tells whether messages can really flow. */
export interface Flow {
  /** A side took a delivery. */
  accepted(side: Side): void;
  /** The team's feed answered. */
  feedAnswered(): void;
  /** When it last did; null if it has not. */
  readonly feedAnsweredAt: number | null;
  /** How the ledger stands now, however many ask at once. @throws LedgerWriteError */
  figures(): Promise<Figures>;
  /** Why messages cannot flow; null while they can. */
  findStop(): Promise<string | null>;
}

export function createFlow(ports: {
  readonly ledger: Pick<Ledger, "figures">;
  readonly clock: Clock;
  readonly health: HealthBoard;
}): Flow {
  const { ledger, clock, health } = ports;
  const startedAt = clock.now();
  const acceptedAt = { team: startedAt, customer: startedAt };
  let feedAnsweredAt: number | null = null;
  let asking: Promise<Figures> | null = null;

  function figures(): Promise<Figures> {
    const now = clock.now();
    asking ??= ledger
      .figures({ now, closingBefore: now + closingMs })
      .finally(() => (asking = null));
    return asking;
  }

  function isStuck(queue: Side | "notifications", { waitingSince }: Figures): boolean {
    const now = clock.now();
    const since = waitingSince[queue] ?? now;
    const goneOnAt = queue === "notifications" ? startedAt : acceptedAt[queue];
    return now - Math.max(since, goneOnAt) > queuePatienceMs;
  }

  async function findStop(): Promise<string | null> {
    const [reason] = health.reasons();
    if (reason !== undefined) return reason;
    const trouble = health.degraded().find(({ id }) => stoppers.has(id));
    if (trouble) return `degraded: ${trouble.id}`;
    if (feedAnsweredAt === null) return "the feed has not answered yet";
    if (clock.now() - feedAnsweredAt > feedPatienceMs) return "the feed does not answer";
    const known = await figures().catch(() => null);
    if (!known) return "the ledger does not answer";
    const queue = (["notifications", "team", "customer"] as const).find((name) =>
      isStuck(name, known),
    );
    return queue === undefined ? null : `nothing goes on for 15 minutes: ${queue}`;
  }

  return {
    accepted: (side) => void (acceptedAt[side] = clock.now()),
    feedAnswered: () => void (feedAnsweredAt = clock.now()),
    get feedAnsweredAt() {
      return feedAnsweredAt;
    },
    figures,
    findStop,
  };
}
