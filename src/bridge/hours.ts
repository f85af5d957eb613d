/** When somebody of the team is there. */
export interface Hours {
  /** The time that a moment (milliseconds since 1970 in UTC) belongs to. */
  periodAt(ms: number): Period;
}

/** A time during which somebody is there all along, or nobody. */
export interface Period {
  readonly isOpen: boolean;
  /** Its first moment; -Infinity where that is more than a year before. */
  readonly since: number;
  /** The first moment after it; Infinity where it goes on for more than a year. */
  readonly until: number;
}

/** Ranges such as `09:00-12:30` by day (`mon` to `sun`), and under `closed` the dates on which nobody comes at all. */
export type OpeningHours = Readonly<Record<string, readonly string[]>>;

/** Where no hours are configured. */
export const alwaysThere: Hours = {
  periodAt: () => ({ isOpen: true, since: -Infinity, until: Infinity }),
};

interface Span {
  readonly from: number;
  readonly to: number;
}

interface Found {
  /** The moment that was asked for. */
  readonly at: number;
  readonly period: Period;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Nobody is away for longer, unless there are no hours at all. */
const mostDays = 366;
/** 1970-01-01 was a Thursday. */
const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"] as const;

/**
 * The hours as the clocks of a time zone show them: a range that touches another one, also across midnight, is one time
 * with it.
 * @param timeZone null for the system's
 * @throws RangeError for a time zone that is none
 */
export function createHours(opening: OpeningHours, timeZone: string | null): Hours {
  const { toLocal, toMoment } = createZone(timeZone);
  const closed = new Set(opening["closed"]);
  const week = weekdays.map((day) => (opening[day] ?? []).map(toRange));
  let known: readonly Found[] = [];

  /** The spans of a local day, which is counted from 1970. */
  function spansOf(day: number): readonly Span[] {
    const midnight = day * dayMs;
    if (closed.has(new Date(midnight).toISOString().slice(0, 10))) return [];
    return (week[day % 7] ?? []).map(({ from, to }) => ({
      from: toMoment(midnight + from),
      to: toMoment(midnight + to),
    }));
  }

  function isOpenAt(ms: number): boolean {
    return spansOf(toDay(ms)).some(({ from, to }) => from <= ms && ms < to);
  }

  function changesOn(day: number): readonly number[] {
    return spansOf(day)
      .flatMap(({ from, to }) => [from, to])
      .filter((ms) => isOpenAt(ms) !== isOpenAt(ms - 1))
      .toSorted((one, other) => one - other);
  }

  function find(ms: number): Period {
    const today = toDay(ms);
    let since = -Infinity;
    for (let day = today; since === -Infinity && day > today - mostDays; day -= 1) {
      since = changesOn(day).findLast((change) => change <= ms) ?? -Infinity;
    }
    let until = Infinity;
    for (let day = today; until === Infinity && day < today + mostDays; day += 1) {
      until = changesOn(day).find((change) => change > ms) ?? Infinity;
    }
    return { isOpen: isOpenAt(ms), since, until };
  }

  function toDay(ms: number): number {
    return Math.floor(toLocal(ms) / dayMs);
  }

  return {
    periodAt(ms) {
      // Asked for every message, and of the time after this one for every conversation. What seems to last for ever is
      // looked at again after a day.
      const before = known.find(
        ({ at, period }) => period.since <= ms && ms < period.until && Math.abs(ms - at) < dayMs,
      );
      if (before) return before.period;
      const period = find(ms);
      known = [{ at: ms, period }, ...known.slice(0, 1)];
      return period;
    },
  };
}

interface Zone {
  /** What the clocks show, as if it were UTC. */
  readonly toLocal: (ms: number) => number;
  /** When the clocks show it: the first time if they do so twice, and if they skip it, the moment at which they do. */
  readonly toMoment: (local: number) => number;
}

function createZone(timeZone: string | null): Zone {
  const numeric = "numeric" as const;
  const time = { hour: numeric, minute: numeric, second: numeric, hourCycle: "h23" } as const;
  const date = { year: numeric, month: numeric, day: numeric };
  const format = new Intl.DateTimeFormat("en-US", {
    ...date,
    ...time,
    timeZone: timeZone ?? undefined,
  });

  function toLocal(ms: number): number {
    const parts = format.formatToParts(ms).map(({ type, value }) => [type, Number(value)] as const);
    const { year = 0, month = 1, day = 1, hour, minute, second } = Object.fromEntries(parts);
    return Date.UTC(year, month - 1, day, hour, minute, second) + (ms % 1000);
  }

  function offsetAt(ms: number): number {
    return toLocal(ms) - ms;
  }

  return {
    toLocal,
    toMoment(local) {
      const before = local - offsetAt(local - dayMs);
      const after = local - offsetAt(local + dayMs);
      if (toLocal(before) === local) return before;
      if (toLocal(after) === local) return after;
      let jump = after;
      while (jump < before && toLocal(jump) < local) jump += minuteMs;
      return jump;
    },
  };
}

/** `09:00-12:30` as milliseconds since midnight; the config's rules have seen to its form. */
function toRange(written: string): Span {
  const [from = 0, to = 0] = written.split("-").map((time) => {
    const [hours = 0, minutes = 0] = time.split(":").map(Number);
    return (hours * 60 + minutes) * minuteMs;
  });
  return { from, to };
}
