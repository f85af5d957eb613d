// What staff see, and where the next message goes, when ids of customers come together, change, or change hands.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Customer } from "../../../../src/bridge/identity.ts";
import type { Event } from "../../../../src/bridge/message.ts";
import type { plan } from "../../../../src/bridge/plan/plan.ts";
import type { Known } from "../../../../src/bridge/planned.ts";
import type { Session } from "../../../../src/bridge/session.ts";
import {
  session as begun,
  hour,
  message,
  nothing,
  now,
  planEvents,
  post,
  texts,
} from "./planning.ts";

const [p1, p2] = ["496813000978", "496813000979"] as const;
const [u1, u2] = ["DE.1", "DE.2"] as const;
const session: Session = { ...begun, startedAt: now - 48 * hour, lastReceivedAt: now - 2 * hour };

test("plan makes one session of two that a message shows to be one person's, and says so in both chats", () => {
  const known = knowing(
    { ...session, customer: { phone: p1, name: "Tobias" }, lastSentAt: now - hour },
    { ...session, id: 4, customer: { userId: u1 }, chat: { ...session.chat, tid: "t2" } },
  );
  const events = [from("a", { phone: p1, userId: u1 }), { ...post("hi"), tid: "t2" } as Event];
  const planned = planEvents(events, known);
  assert.deepEqual(planned.merges, [{ sessionId: 4, into: 3, at: now - hour }]);
  assert.deepEqual(planned.sessionChanges[0]?.customer, {
    userId: u1,
    phone: p1,
    name: "Tobias",
  });
  assert.deepEqual(tell(planned), [
    "3 team t2: This chat and another one are with the same person. The conversation goes on in the other chat; what is written here still reaches the person.",
    "3 team -: Another chat was with this same person. The conversation goes on here; what is written in the other chat still reaches the person.",
    "3 team -: text of a",
    "3 customer -: hi",
  ]);
});

test("plan lets the session go on in whose chat staff answered last, and of those without a chat none", () => {
  const one = { ...session, customer: { phone: p1 }, lastSentAt: now - 2 * hour };
  const other = { ...session, id: 4, customer: { userId: u1 }, lastReceivedAt: now };
  const cases: [Session, Session, number][] = [
    [one, other, 3],
    [one, { ...other, lastSentAt: now - hour }, 4],
    [{ ...one, lastSentAt: null }, other, 4],
    [{ ...one, chat: { tid: null, title: null, generation: 2 } }, other, 4],
    [{ ...one, config: "old" }, other, 4],
  ];
  for (const [first, second, into] of cases) {
    const { merges } = planEvents([from("a", { phone: p1, userId: u1 })], knowing(first, second));
    assert.equal(merges[0]?.into, into);
  }
});

test("plan takes a number with another user id for somebody else, whom nothing of the old conversation reaches", () => {
  const known = knowing({ ...session, customer: { phone: p1, userId: u1, name: "Tobias" } });
  const events = [from("a", { phone: p1, userId: u2, name: "Eva" }), post("secret")];
  const planned = planEvents(events, known);
  assert.deepEqual(planned.merges, []);
  assert.deepEqual(
    planned.newSessions.map(({ customer }) => customer),
    [{ phone: p1, userId: u2, name: "Eva" }],
  );
  assert.deepEqual(planned.claims, [{ sessionId: 7, identity: { kind: "phone", value: p1 } }]);
  assert.deepEqual(planned.sessionChanges[0]?.customer, { userId: u1, name: "Tobias" });
  assert.deepEqual(tell(planned), [
    "3 team -: The phone number +496813***978 now belongs to somebody else, who gets a chat of their own. Nothing from this chat goes to that number any more.",
    "7 team -: text of a",
    "3 customer -: secret",
  ]);
});

test("plan leaves a number with its owner for a late message of who had it before", () => {
  const eva = { ...session, customer: { phone: p1, userId: u2 }, lastReceivedAt: now };
  const planned = planEvents([from("a", { phone: p1, userId: u1 })], knowing(eva));
  assert.deepEqual([planned.claims, planned.newSessions[0]?.customer], [[], { userId: u1 }]);
  assert.deepEqual(tell(planned), ["7 team -: text of a"]);
});

test("plan never merges what only has differing numbers or user ids in common", () => {
  const cases: [Customer, Customer, Customer][] = [
    [
      { phone: p1, userId: u1 },
      { phone: p2, userId: u2 },
      { phone: p2, userId: u1 },
    ],
    [{ phone: p1, userId: u1 }, { phone: p2 }, { phone: p2, userId: u1 }],
    [
      { userId: u1 },
      { userId: u2, parentUserId: "DE.ENT.1" },
      { userId: u1, parentUserId: "DE.ENT.1" },
    ],
  ];
  for (const [one, other, told] of cases) {
    const known = knowing({ ...session, customer: one }, { ...session, id: 4, customer: other });
    assert.deepEqual(planEvents([from("a", told)], known).merges, []);
  }
});

test("plan keeps the session when the number changes, and tells staff the redacted one", () => {
  const known = knowing({ ...session, customer: { phone: p1, name: "Tobias" } });
  const planned = planEvents([change({ phone: p1 }, { phone: p2 })], known);
  assert.deepEqual(planned.newSessions, []);
  assert.deepEqual(planned.sessionChanges, [
    {
      sessionId: 3,
      customer: { name: "Tobias", phone: p2, formerPhones: [{ phone: p1, until: now }] },
      identities: [{ kind: "phone", value: p2 }],
    },
  ]);
  assert.deepEqual(tell(planned), [
    "3 team -: The phone number of the WhatsApp user has changed to +496813***979. The conversation goes on in this chat.",
  ]);
});

test("plan takes another number of the same user id for a change, and tells of it before the message", () => {
  const known = knowing({ ...session, customer: { phone: p1, userId: u1 } });
  const planned = planEvents([from("a", { phone: p2, userId: u1 })], known);
  assert.equal(planned.sessionChanges[0]?.customer?.phone, p2);
  assert.deepEqual(tell(planned), [
    "3 team -: The phone number of the WhatsApp user has changed to +496813***979. The conversation goes on in this chat.",
    "3 team -: text of a",
  ]);
});

test("plan attributes what comes from an old number by when it was written", () => {
  const late = from("late", { phone: p1 }, now - hour);
  const known = knowing({ ...session, customer: { phone: p1 } });
  const moved = change({ phone: p1 }, { phone: p2 }, now - 30 * 60_000);
  const planned = planEvents([moved, late, from("new", { phone: p1 }, now)], known);
  assert.deepEqual(tell(planned).slice(1), ["3 team -: text of late", "7 team -: text of new"]);
  assert.deepEqual(planned.newSessions[0]?.customer, { phone: p1 });
  assert.equal(planned.sessionChanges[0]?.customer?.phone, p2);
});

test("plan merges over a number's change only who wrote since then; an earlier owner loses the number", () => {
  const mine = { ...session, customer: { phone: p1 } };
  const moved = change({ phone: p1 }, { phone: p2 }, now - hour);
  const since = { ...session, id: 4, customer: { phone: p2, userId: u2 }, startedAt: now };
  assert.equal(planEvents([moved], knowing(mine, since)).merges.length, 1);
  const earlier = { ...since, startedAt: now - 99 * hour };
  const planned = planEvents([moved], knowing(mine, earlier));
  assert.deepEqual(planned.merges, []);
  assert.deepEqual(planned.sessionChanges.find(({ sessionId }) => sessionId === 4)?.customer, {
    userId: u2,
  });
});

test("plan merges over a user id's change whatever else is known, and tells of it once", () => {
  const known = knowing(
    { ...session, customer: { phone: p1, userId: u1 } },
    { ...session, id: 4, customer: { userId: u2 }, startedAt: 0 },
  );
  const renewed = { ...change({ userId: u1 }, { userId: u2 }), id: "user-id:a>b" } as Event;
  const planned = planEvents([renewed, { ...renewed, isMessage: false } as Event, renewed], known);
  assert.deepEqual(
    planned.merges.map(({ sessionId, into }) => [sessionId, into]),
    [[4, 3]],
  );
  assert.equal(tell(planned).filter((line) => line.includes("new id")).length, 1);
});

test("plan begins a session for a change of somebody unknown only if it came as a message", () => {
  const moved = change({ phone: p1 }, { phone: p2 });
  const [stranger] = planEvents([moved]).newSessions;
  assert.deepEqual(stranger?.customer, { phone: p2, formerPhones: [{ phone: p1, until: now }] });
  assert.equal(stranger?.windowExpiresAt, null, "the customer wrote nothing");
  assert.deepEqual(planEvents([{ ...moved, isMessage: false } as Event]).newSessions, []);
});

test("plan ends in one session for any order of one person's messages, and posts each once", () => {
  const ids: Customer[] = [{ phone: p1 }, { userId: u1 }, { phone: p1, userId: u1 }];
  for (const order of permute([0, 1, 2, 0, 1])) {
    const events = order.map((index, place) => from(`m${place}`, ids[index] ?? {}, now - place));
    const planned = planEvents(events);
    const left = planned.newSessions.length - planned.merges.length;
    assert.equal(left, order.includes(2) ? 1 : new Set(order).size, order.join());
    const posted = tell(planned).filter((line) => line.includes("text of"));
    assert.equal(new Set(posted.map((line) => line.split(": ")[1])).size, order.length);
    assert.equal(posted.length, order.length);
  }
});

function knowing(...sessions: Session[]): Known {
  return {
    ...nothing,
    sessions: sessions.map((one) => ({
      session: one,
      identities: toKeys(one.customer),
      tids: one.chat.tid ? [one.chat.tid] : [],
    })),
  };
}

function toKeys({
  phone,
  userId,
  parentUserId,
}: Customer): Known["sessions"][number]["identities"] {
  return [
    ...(userId ? [{ kind: "user", value: userId } as const] : []),
    ...(phone ? [{ kind: "phone", value: phone } as const] : []),
    ...(parentUserId ? [{ kind: "parent", value: parentUserId } as const] : []),
  ];
}

function from(id: string, customer: Customer, sentAt: number = now - hour): Event {
  return { ...message(id), from: customer, sentAt } as Event;
}

function change(before: Customer, after: Customer, at: number = now): Event {
  return { kind: "identity", id: "s1", before, after, at, isMessage: true };
}

/** Each delivery as `session side chat: text`. */
function tell({ deliveries }: ReturnType<typeof plan>): string[] {
  return deliveries.map(({ sessionId, side, outgoing }, index) => {
    const tid = outgoing?.kind === "post" ? outgoing.tid : undefined;
    return `${sessionId} ${side} ${tid ?? "-"}: ${texts(deliveries)[index]}`;
  });
}

/** Every order of every choice of at least one. */
function permute(choices: readonly number[]): number[][] {
  return choices.flatMap((choice, index) => [
    [choice],
    ...permute(choices.toSpliced(index, 1)).map((rest) => [choice, ...rest]),
  ]);
}
