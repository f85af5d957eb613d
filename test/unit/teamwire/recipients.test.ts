import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError, type Verdict } from "../../../src/bridge/errors.ts";
import type { GroupRecipient, UserRecipient } from "../../../src/settings/settings.ts";
import type { Group, User } from "../../../src/teamwire/payload.ts";
import { resolveRecipients } from "../../../src/teamwire/recipients.ts";

const users: readonly User[] = [
  { uid: "u-anna", firstName: "Anna", lastName: "Becker" },
  { uid: "u-jonas", firstName: "Jonas", lastName: "Weber" },
  { uid: "u-jonas-2", firstName: "Jonas", lastName: "Weber" },
];
const groups: readonly Group[] = [
  { gid: "g-support", title: "Support", isCircle: true, isPublic: true },
  { gid: "g-list", title: "Support", isCircle: false, isPublic: false },
  { gid: "g-sales", title: "Sales", isCircle: true, isPublic: true },
  { gid: "g-sales-2", title: "Sales", isCircle: true, isPublic: true },
  { gid: "g-board", title: "Board", isCircle: true, isPublic: false },
  { gid: "g-lunch", title: "Lunch", isCircle: false, isPublic: true },
];

test("resolveRecipients finds by id and by name, admins as members too, each once", async () => {
  const config = {
    groups: [byTitle("Support"), { kind: "id", groupId: "g-support" } as const],
    users: [byId("u-jonas"), byName("anna", "BECKER")],
    admins: [byName("Anna", "Becker")],
  };
  const found = await resolveRecipients(config, createClient());
  assert.deepEqual(
    [found.userIds, found.groupIds, found.adminIds, found.unresolved],
    [["u-jonas", "u-anna"], ["g-support"], ["u-anna"], []],
  );
});

test("resolveRecipients leaves out what matches nothing or several or may not be a member, and says where", async () => {
  const config = {
    groups: [
      byTitle("Nobody's"),
      byTitle("Sales"),
      byTitle("Board"),
      byTitle("Lunch"),
      { kind: "id", groupId: "g-gone" } as const,
      { kind: "id", groupId: "g-board" } as const,
    ],
    users: [byId("u-gone"), byName("Jonas", "Weber"), byId("u-anna")],
    admins: [byName("Mira", "Hoffmann")],
  };
  const found = await resolveRecipients(config, createClient());
  assert.deepEqual([found.userIds, found.groupIds, found.adminIds], [["u-anna"], [], []]);
  assert.deepEqual(
    found.unresolved.map(({ where, recipient, why }) => `${where} ${recipient}: ${why}`),
    [
      "group_recipients[0] Nobody's: no such circle",
      "group_recipients[1] Sales: several circles match",
      "group_recipients[2] Board: circle is not public",
      "group_recipients[3] Lunch: not a circle",
      "group_recipients[4] g-gone: no such circle",
      "group_recipients[5] g-board: circle is not public",
      "user_recipients[0] u-gone: no such user",
      "user_recipients[1] Jonas Weber: several users match",
      "admins[0] Mira Hoffmann: no such user",
    ],
  );
});

test("resolveRecipients takes nobody whom a server names without regard to the query", async () => {
  const client = {
    ...createClient(),
    usersByName: () => Promise.resolve(users.slice(0, 1)),
    groupsByTitle: () => Promise.resolve(groups.slice(0, 1)),
  };
  const config = { groups: [byTitle("Sales")], users: [byName("Mira", "Hoffmann")], admins: [] };
  const found = await resolveRecipients(config, client);
  assert.deepEqual([found.userIds, found.groupIds], [[], []]);
});

test("resolveRecipients throws a failure that may pass, and leaves out one that does not", async () => {
  const config = { groups: [], users: [byId("u-anna"), byId("u-jonas")], admins: [] };
  for (const verdict of ["transient", "throttled", "account"] as const) {
    await assert.rejects(
      resolveRecipients(config, createClient({ "u-anna": verdict })),
      (error) => error instanceof DeliveryError && error.verdict === verdict,
    );
  }
  const found = await resolveRecipients(config, createClient({ "u-anna": "permanent" }));
  assert.deepEqual(found.userIds, ["u-jonas"]);
  assert.deepEqual(
    found.unresolved.map(({ where, recipient, why }) => [where, recipient, why]),
    [["user_recipients[0]", "u-anna", "look-up refused (forbidden)"]],
  );
});

function byId(userId: string): UserRecipient {
  return { kind: "id", userId };
}

function byName(firstName: string, lastName: string): UserRecipient {
  return { kind: "name", firstName, lastName };
}

function byTitle(title: string): GroupRecipient {
  return { kind: "title", title };
}

function createClient(
  failing: Readonly<Record<string, Verdict>> = {},
): Parameters<typeof resolveRecipients>[1] {
  return {
    user(uid) {
      const verdict = failing[uid];
      if (verdict) {
        const provider = { code: 403, title: "forbidden" };
        return Promise.reject(new DeliveryError("refused", { verdict, provider }));
      }
      return Promise.resolve(users.find((user) => user.uid === uid) ?? null);
    },
    usersByName: (firstName, lastName) =>
      Promise.resolve(
        users.filter(
          (user) =>
            user.firstName.toLowerCase() === firstName.toLowerCase() &&
            user.lastName.toLowerCase() === lastName.toLowerCase(),
        ),
      ),
    group: (gid) => Promise.resolve(groups.find((group) => group.gid === gid) ?? null),
    groupsByTitle: (title) => Promise.resolve(groups.filter((group) => group.title === title)),
  };
}
