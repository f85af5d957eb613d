// Who is whom: a customer is a set of ids, and a wrong merge shows one person what was meant for another.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Customer } from "../../../../src/bridge/identity.ts";
import {
  addIds,
  joinCustomers,
  learn,
  replaceIds,
} from "../../../../src/bridge/plan/same-person.ts";

const [p1, p2, p3] = ["49681300012978", "49681300012979", "49681300012980"] as const;
const [u1, u2] = ["DE.1", "DE.2"] as const;
const at = Date.parse("2026-11-23T09:00:00Z");
const now = { writtenAt: at, isLatest: true };

test("learn takes a form of the same number as another form of it, and another number as the new one", () => {
  const cases: [Customer, Customer, Customer][] = [
    [{ phone: p1 }, { userId: u1 }, { phone: p1, userId: u1 }],
    [{ userId: u1 }, { userId: u1, phone: p1 }, { userId: u1, phone: p1 }],
    [{ phone: p1 }, { phone: p2, otherPhones: [p1] }, { phone: p1, otherPhones: [p2] }],
    [{ phone: p1, otherPhones: [p2] }, { phone: p2 }, { phone: p1, otherPhones: [p2] }],
    [
      { userId: u1, phone: p1 },
      { userId: u1, phone: p2 },
      { userId: u1, phone: p2, formerPhones: [{ phone: p1, until: at }] },
    ],
  ];
  for (const [before, told, after] of cases) assert.deepEqual(learn(before, told, now), after);
});

test("learn does not go back to a number for a late message from it", () => {
  const moved: Customer = { userId: u1, phone: p2, formerPhones: [{ phone: p1, until: at }] };
  const late = { userId: u1, phone: p1 };
  assert.deepEqual(learn(moved, late, { writtenAt: at - 1, isLatest: true }), moved);
  assert.equal(learn(moved, late, { writtenAt: at + 3_600_000, isLatest: true }).phone, p1);
  assert.equal(learn(moved, late, { writtenAt: at + 3_600_000, isLatest: false }).phone, p2);
});

test("replaceIds gives a customer the new ids and keeps the old ones beside them", () => {
  const change = { before: { phone: p1, userId: u1 }, after: { phone: p2, userId: u2 } };
  const moved = {
    phone: p2,
    userId: u2,
    formerPhones: [{ phone: p1, until: at }],
    formerUserIds: [u1],
  };
  assert.deepEqual(replaceIds({ phone: p1, userId: u1 }, change, at), moved);
  assert.deepEqual(replaceIds({ phone: p1 }, change, at), moved);
  assert.deepEqual(replaceIds({ phone: p2 }, change, at), moved, "the new one wrote before");
});

test("replaceIds leaves what is current for a change that comes out of its order", () => {
  const customer = { phone: p3, userId: u1 };
  const early = { before: { phone: p1 }, after: { phone: p2 } };
  assert.equal(replaceIds(customer, early, at).phone, p3);
  const byUser = { before: { userId: u1 }, after: { userId: u2, phone: p2 } };
  assert.deepEqual(replaceIds(customer, byUser, at), {
    phone: p3,
    userId: u2,
    formerUserIds: [u1],
  });
});

test("joinCustomers keeps all ids of both, and no number as current that one of them gave up", () => {
  assert.deepEqual(joinCustomers({ phone: p1, name: "Eva" }, { userId: u1, name: "E." }), {
    phone: p1,
    userId: u1,
    name: "Eva",
  });
  const moved = { phone: p2, formerPhones: [{ phone: p1, until: at }] };
  assert.equal(joinCustomers({ phone: p1 }, moved).phone, p2);
});

test("addIds adds the form that an answer names, and nothing that contradicts what is known", () => {
  assert.deepEqual(addIds({ phone: p1 }, { phone: p2, userId: u1 }), {
    phone: p1,
    otherPhones: [p2],
    userId: u1,
  });
  const known = { phone: p1, userId: u1 };
  assert.deepEqual(addIds(known, { phone: p2, userId: u2 }), known);
  const moved = { phone: p2, formerPhones: [{ phone: p1, until: at }] };
  assert.deepEqual(addIds(moved, { phone: p1 }), moved);
});
