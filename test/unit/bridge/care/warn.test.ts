import assert from "node:assert/strict";
import { test } from "node:test";

import { warn } from "../../../../src/bridge/care/warn.ts";
import { createHours } from "../../../../src/bridge/hours.ts";
import type { Session } from "../../../../src/bridge/session.ts";
import { context, session } from "../plan/planning.ts";

const minute = 60_000;
/** Half past two on a Thursday afternoon in Berlin. */
const end = Date.parse("2020-04-23T12:30:00Z");
const waiting: Session = { ...session, windowExpiresAt: end };
const away = {
  thu: ["09:00-12:00", "15:00-17:00"],
  fri: ["09:00-12:00"],
};
const hours = createHours(away, "Europe/Berlin");

/** Its id without session and window, and in how many minutes there may be more. */
function warnBefore(
  minutes: number,
  more: object = {},
  of: Partial<Session> = {},
): readonly (string | number | null)[] {
  const now = end - minutes * minute;
  const config = { windowWarningMinutes: [240, 30] };
  const { notice, nextAt } = warn({ ...waiting, ...of }, { ...context, config, now, ...more });
  const [what = null, , at, which] = notice?.sourceId.split(":") ?? [];
  const id =
    which && what === "warning"
      ? `${what}:${which}`
      : what && `${what}:${(Number(at) - end) / minute}`;
  return [id, (nextAt - now) / minute];
}

for (const [minutes, more, expected] of [
  [241, {}, [null, 1]],
  [240, {}, ["warning:240", 210]],
  [31, {}, ["warning:240", 1]],
  [30, {}, ["warning:30", Infinity]],
  [0, {}, [null, Infinity]],
  [10, { config: { windowWarningMinutes: [] } }, [null, Infinity]],
  [10, { config: { windowWarningMinutes: [30, 5, 15] } }, ["warning:15", 5]],
  // They go at 12:00 and come back at 15:00; the window ends between.
  [400, { hours }, [null, 70]],
  [330, { hours }, [null, 90]],
  [240, { hours }, ["warning:240", 60]],
  [180, { hours }, ["closing:-150", 30]],
  [150, { hours }, [null, 180]],
  [30, { hours }, [null, 60]],
] as const) {
  test(`warn ${minutes} minutes before the end with ${JSON.stringify(more)} says ${String(expected[0])}`, () => {
    assert.deepEqual(warnBefore(minutes, more), expected);
  });
}

for (const [what, of] of [
  ["that is answered", { lastAnsweredAt: end }],
  ["without a chat", { chat: { ...session.chat, tid: null } }],
  ["without a window", { windowExpiresAt: null }],
] as const) {
  test(`warn says nothing of a conversation ${what}`, () => {
    assert.deepEqual(warnBefore(10, {}, of), [null, Infinity]);
  });
}

test("warn tells only of closing hours in which the window ends", () => {
  // Open again at 14:00, half an hour before the end.
  const early = createHours({ thu: ["09:00-12:00", "14:00-17:00"] }, "Europe/Berlin");
  assert.deepEqual(warnBefore(170, { hours: early }), ["warning:240", 20]);
  assert.deepEqual(warnBefore(30, { hours: early }), ["warning:30", 180]);
});
