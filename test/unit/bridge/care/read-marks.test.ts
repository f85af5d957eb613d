import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { ReadMarks } from "../../../../src/bridge/care/read-marks.ts";
import { DeliveryError, type Verdict } from "../../../../src/bridge/errors.ts";
import type { ReadMark } from "../../../../src/bridge/ports.ts";
import { createManualClock, type ManualClock } from "../../../fakes/clock.ts";
import { until } from "../../../fakes/until.ts";

interface Given {
  /** What waits at the start. */
  readonly waiting: readonly number[];
  readonly refuse: (messageId: string) => Verdict | null;
}

interface Scene {
  readonly clock: ManualClock;
  readonly marks: ReadMarks;
  /** What waits. */
  readonly due: ReadMark[];
  /** The messages of which WhatsApp was told, or nearly. */
  readonly told: string[];
}

function setScene(t: TestContext, { waiting, refuse }: Given): Scene {
  const clock = createManualClock();
  const stop = new AbortController();
  const due = waiting.map(mark);
  const told: string[] = [];
  const silent = (): void => {};
  const marks = new ReadMarks({
    clock,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    ledger: {
      readMarks: async () => [...due],
      endMark: async ({ deliveryId }) => {
        due.splice(0, Infinity, ...due.filter((one) => one.deliveryId !== deliveryId));
      },
    },
    whatsApp: {
      markRead: async (messageId) => {
        told.push(messageId);
        const verdict = refuse(messageId);
        if (verdict) throw new DeliveryError("refused", { verdict });
      },
    },
  });
  const ended = marks.run(stop.signal);
  t.after(async () => {
    stop.abort();
    await ended;
  });
  return { clock, marks, due, told };
}

function mark(id: number): ReadMark {
  return { sessionId: id, deliveryId: id, messageId: `wamid.${id}` };
}

test("ReadMarks tells what is due when it starts, and what comes later at once", async (t) => {
  const { marks, due, told } = setScene(t, { waiting: [1, 2], refuse: () => null });
  await until("the first", () => due.length === 0);
  due.push(mark(3));
  marks.notify();
  await until("the other", () => due.length === 0);
  assert.deepEqual(told, ["wamid.1", "wamid.2", "wamid.3"]);
});

test("ReadMarks gives up after three tries, and lets nobody else wait for them", async (t) => {
  const { clock, due, told } = setScene(t, {
    waiting: [1, 2],
    refuse: (id) => (id === "wamid.1" ? "transient" : null),
  });
  await until("the other", () => due.length === 1);
  assert.deepEqual(told, ["wamid.1", "wamid.2"]);
  for (const tries of [2, 3]) {
    await clock.advance(30_000);
    await until("the next try", () => told.length === tries + 1);
  }
  await until("the end", () => due.length === 0);
  await clock.advance(3_600_000);
  assert.deepEqual(told, ["wamid.1", "wamid.2", "wamid.1", "wamid.1"]);
});

test("ReadMarks tries once what WhatsApp refuses for good", async (t) => {
  const { due, told } = setScene(t, { waiting: [1], refuse: () => "permanent" });
  await until("the end", () => due.length === 0);
  assert.deepEqual(told, ["wamid.1"]);
});
