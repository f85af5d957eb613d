import assert from "node:assert/strict";
import { test } from "node:test";

import { at, emptyPlan, noReferences, type OpenLedger } from "./ledger-samples.ts";

/** What the ledger does with raw notifications and facts. */
export function testNotifications(label: string, open: OpenLedger): void {
  test(`${label} record keeps notifications in their order, with their bytes`, async (t) => {
    const ledger = await open(t);
    const bodies = [new Uint8Array([0, 255, 123]), new Uint8Array(0), Buffer.from("{}")];
    for (const [index, body] of bodies.entries()) {
      await ledger.record({ source: "dialog360", receivedAt: at + index, body });
    }
    const { notifications } = await ledger.recorded(2);
    assert.deepEqual(
      notifications.map(({ receivedAt, source }) => [receivedAt, source]),
      [
        [at, "dialog360"],
        [at + 1, "dialog360"],
      ],
    );
    const all = (await ledger.recorded(10)).notifications;
    assert.deepEqual(
      all.map(({ body }) => [...body]),
      bodies.map((body) => [...body]),
    );
  });

  test(`${label} record moves the feed's cursor with the notification`, async (t) => {
    const ledger = await open(t);
    assert.equal(await ledger.fact("feed-cursor"), null);
    await ledger.record({
      source: "teamwire",
      receivedAt: at,
      body: Buffer.from("[]"),
      cursor: "c7",
    });
    assert.equal(await ledger.fact("feed-cursor"), "c7");
    await ledger.setFact("feed-cursor", "c8");
    await ledger.setFact("own-uid", "bot");
    assert.equal(await ledger.fact("feed-cursor"), "c8");
    assert.equal((await ledger.known(noReferences)).ownUid, "bot");
  });

  test(`${label} plan ends the waiting of its notifications`, async (t) => {
    const ledger = await open(t);
    for (const text of ["1", "2", "3"]) {
      await ledger.record({ source: "dialog360", receivedAt: at, body: Buffer.from(text) });
    }
    const [first, second] = (await ledger.recorded(2)).notifications;
    await ledger.plan({
      ...emptyPlan,
      notifications: [
        { id: first?.id ?? 0, state: "planned", reason: null },
        { id: second?.id ?? 0, state: "dead", reason: "not JSON" },
      ],
    });
    const left = (await ledger.recorded(10)).notifications;
    assert.deepEqual(
      left.map(({ body }) => Buffer.from(body).toString()),
      ["3"],
    );
  });

  test(`${label} callers that come at once are all answered, each with its own`, async (t) => {
    const ledger = await open(t);
    const sizes = Array.from({ length: 200 }, (_, index) => index);
    await Promise.all(
      sizes.map((size) =>
        ledger.record({
          source: "dialog360",
          receivedAt: at + size,
          body: new Uint8Array(size).fill(size),
        }),
      ),
    );
    const { notifications } = await ledger.recorded(1000);
    assert.deepEqual(
      notifications.map(({ body }) => body.length).toSorted((a, b) => a - b),
      sizes,
    );
    assert.ok(
      notifications.every(
        ({ receivedAt, body }) =>
          body.length === receivedAt - at && body.every((byte) => byte === body.length),
      ),
    );
  });
}
