// WhatsApp says that ids of a customer were replaced, in several forms.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Event, IdentityChange } from "../../../src/bridge/message.ts";
import { parse } from "./notifications.ts";

const at = 1749416383000;
const [old, current] = ["US.13491208655302741918", "US.99991208655302741919"] as const;

test("parseNotification reads a number change in its older form, too", () => {
  const numbers = { before: { phone: "12025550143" }, after: { phone: "12025550187" } };
  const system = { customer: "12025550143", wa_id: "12025550187", type: "customer_changed_number" };
  assert.deepEqual(parseSystem(system, {}), [
    { kind: "identity", ...numbers, id: "m1", at, isMessage: true },
  ]);
});

test("parseNotification reads a changed user id in a system message, wherever the old one stands", () => {
  const type = "user_changed_user_id";
  const name = "Eva from US.1 to US.2";
  const cases: [system: object, more: object][] = [
    [{ user_id: current }, { from_user_id: old }],
    [{ user_id: current, previous_user_id: old }, { from_user_id: current }],
    [{ user_id: current, body: `User ${name} changed from ${old} to ${current}` }, {}],
  ];
  for (const [system, more] of cases) {
    assert.deepEqual(parseSystem({ ...system, type }, more), [toChange({ isMessage: true })]);
  }
});

test("parseNotification reads the field user_id_update, one or several, and takes it for the same change", () => {
  const update = {
    user_id: { previous: old, current },
    parent_user_id: { previous: "US.ENT.1", current: "US.ENT.2" },
    wa_id: "12025550143",
    timestamp: "1749416383",
  };
  const change = toChange({
    before: { userId: old, parentUserId: "US.ENT.1" },
    after: { phone: "12025550143", userId: current, parentUserId: "US.ENT.2" },
  });
  assert.deepEqual(parseField(update), [change]);
  assert.deepEqual(parseField([update, update]), [change, change]);
});

test("parseNotification leaves a trace of a change that does not say which id became which", () => {
  for (const update of [undefined, 5, {}, { user_id: { current } }]) {
    assert.deepEqual(
      parseField(update).map(({ kind }) => kind),
      ["unreadable"],
    );
  }
  const [event] = parseSystem({ type: "user_changed_number" }, { from: "12025550143" });
  assert.ok(event?.kind === "message" && !event.opensWindow);
  const [identity] = parseSystem({ type: "customer_identity_changed" }, { from: "12025550143" });
  assert.equal(identity?.kind, "message");
});

function parseSystem(system: object, more: object): readonly Event[] {
  const message = { id: "m1", timestamp: "1749416383", type: "system", system, ...more };
  return parse({ messages: [message] });
}

function parseField(update: unknown): readonly Event[] {
  const value = { messaging_product: "whatsapp", user_id_update: update };
  const changes = [{ field: "user_id_update", value }];
  return parse({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });
}

function toChange(more: Partial<IdentityChange>): IdentityChange {
  return {
    kind: "identity",
    id: `user-id:${old}>${current}`,
    before: { userId: old },
    after: { userId: current },
    at,
    isMessage: false,
    ...more,
  };
}
