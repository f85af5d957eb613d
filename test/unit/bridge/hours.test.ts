import assert from "node:assert/strict";
import { test } from "node:test";

import { alwaysThere, createHours, type OpeningHours } from "../../../src/bridge/hours.ts";

const workdays = ["mon", "tue", "wed", "thu", "fri"] as const;
const zone = "Europe/Berlin";

function eachWorkday(...ranges: readonly string[]): OpeningHours {
  return Object.fromEntries(workdays.map((day) => [day, ranges]));
}

const office = { ...eachWorkday("09:00-12:00", "13:00-17:00"), closed: ["2026-12-25"] };
/** From Friday evening through the night, and on Sunday all day. */
const night = { fri: ["20:00-24:00"], sat: ["00:00-04:00"], sun: ["00:00-24:00"] };

function toText(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toISOString().slice(0, 16) : String(ms);
}

function periodOf(hours: OpeningHours, at: string, timeZone = zone): string {
  const { isOpen, since, until } = createHours(hours, timeZone).periodAt(Date.parse(at));
  return `${isOpen ? "open" : "closed"} ${toText(since)} to ${toText(until)}`;
}

// In winter Berlin's clocks are one hour ahead of UTC, in summer two.
for (const [what, hours, at, expected] of [
  ["in the morning", office, "2026-11-23T09:00Z", "open 2026-11-23T08:00 to 2026-11-23T11:00"],
  ["at its first moment", office, "2026-11-23T08:00Z", "open 2026-11-23T08:00 to 2026-11-23T11:00"],
  ["at noon", office, "2026-11-23T11:00Z", "closed 2026-11-23T11:00 to 2026-11-23T12:00"],
  ["at night", office, "2026-11-24T02:00Z", "closed 2026-11-23T16:00 to 2026-11-24T08:00"],
  ["on a weekend", office, "2026-11-29T10:00Z", "closed 2026-11-27T16:00 to 2026-11-30T08:00"],
  // Christmas Day is a Friday.
  ["on a holiday", office, "2026-12-25T10:00Z", "closed 2026-12-24T16:00 to 2026-12-28T08:00"],
  // Clocks go from 2:00 to 3:00 on Sunday, 29 March.
  ["into summer", office, "2026-03-29T12:00Z", "closed 2026-03-27T16:00 to 2026-03-30T07:00"],
  // And from 3:00 to 2:00 on Sunday, 25 October.
  ["into winter", office, "2026-10-25T12:00Z", "closed 2026-10-23T15:00 to 2026-10-26T08:00"],
  ["across midnight", night, "2026-11-27T22:00Z", "open 2026-11-27T19:00 to 2026-11-28T03:00"],
  ["after midnight", night, "2026-11-28T00:00Z", "open 2026-11-27T19:00 to 2026-11-28T03:00"],
  [
    "for a day of 23 hours",
    night,
    "2026-03-29T12:00Z",
    "open 2026-03-28T23:00 to 2026-03-29T22:00",
  ],
  [
    "for a day of 25 hours",
    night,
    "2026-10-25T12:00Z",
    "open 2026-10-24T22:00 to 2026-10-25T23:00",
  ],
  [
    "from a time that clocks skip",
    { sun: ["02:30-04:00"] },
    "2026-03-29T01:30Z",
    "open 2026-03-29T01:00 to 2026-03-29T02:00",
  ],
  [
    "from the first of two equal times",
    { sun: ["02:30-04:00"] },
    "2026-10-25T00:45Z",
    "open 2026-10-25T00:30 to 2026-10-25T03:00",
  ],
  [
    "with ranges that overlap",
    { mon: ["09:00-13:00", "11:00-15:00"] },
    "2026-11-23T11:30Z",
    "open 2026-11-23T08:00 to 2026-11-23T14:00",
  ],
  ["that never opens", {}, "2026-11-23T11:30Z", "closed -Infinity to Infinity"],
  [
    "that never closes",
    Object.fromEntries(
      ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].map((day) => [day, ["00:00-24:00"]]),
    ),
    "2026-11-23T11:30Z",
    "open -Infinity to Infinity",
  ],
] as const) {
  test(`createHours finds the period ${what} (${at})`, () => {
    assert.equal(periodOf(hours, at), expected);
  });
}

for (const around of ["2026-03-29", "2026-10-25", "2026-12-25"]) {
  test(`createHours agrees with what the clocks show, every five minutes around ${around}`, () => {
    const hours = createHours(office, zone);
    const clock = new Intl.DateTimeFormat("sv-SE", {
      timeZone: zone,
      dateStyle: "short",
      timeStyle: "short",
    });
    const begin = Date.parse(`${around}T00:00Z`) - 4 * 86_400_000;
    let before = hours.periodAt(begin);
    for (let ms = begin; ms < begin + 8 * 86_400_000; ms += 300_000) {
      const [date = "", time = ""] = clock.format(ms).split(" ");
      const isWorkday = ![0, 6].includes(new Date(`${date}T00:00Z`).getUTCDay());
      const isInside = (time >= "09:00" && time < "12:00") || (time >= "13:00" && time < "17:00");
      const period = hours.periodAt(ms);
      assert.equal(
        period.isOpen,
        isWorkday && date !== "2026-12-25" && isInside,
        `${date} ${time}`,
      );
      assert.ok(period.since <= ms && ms < period.until, `${date} ${time}`);
      // One follows the other without a gap.
      if (period.since !== before.since) assert.equal(period.since, before.until);
      before = period;
    }
  });
}

test("createHours counts by the clocks of the time zone that it is given", () => {
  const expected = "open 2026-11-23T14:00 to 2026-11-23T17:00";
  assert.equal(periodOf(office, "2026-11-23T15:00Z", "America/New_York"), expected);
});

test("alwaysThere is open for ever", () => {
  assert.equal(alwaysThere.periodAt(0).isOpen, true);
});
