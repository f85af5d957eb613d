import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { DeliveryError } from "../../src/bridge/errors.ts";
import type { BotConfig } from "../../src/settings/settings.ts";
import { toContent } from "../../src/simulator/content.ts";
import { startTeamwire } from "../../src/simulator/teamwire.ts";
import { createCast } from "../../src/simulator/world.ts";
import { createTeamwire } from "../../src/teamwire/client.ts";
import { createTeam } from "../../src/teamwire/team.ts";
import { createManualClock } from "../fakes/clock.ts";
import { direct } from "../fakes/network.ts";
import { createFakeHealth } from "../unit/teamwire/fakes.ts";
import { byId, toConfig } from "../unit/teamwire/team-scene.ts";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]);
const newChat = { title: "Whatsapp: Tobias (+49681300012978)", reference: "s1.c1.1" };

test("createTeam makes the configured chat: title, members, admins, avatar", async (t) => {
  const { simulator, team, health, configure } = await start(t);
  await configure({
    groups: [{ kind: "title", title: "Support" }],
    users: [byId("user-jonas")],
    admins: [{ kind: "name", firstName: "Anna", lastName: "Becker" }],
    avatar: png,
  });
  const { tid } = await team.createChat(newChat);
  assert.deepEqual(await team.createChat(newChat), { tid });
  assert.equal(simulator.chats.length, 1);
  const [record] = simulator.chats;
  assert.equal(record?.chat.title, newChat.title);
  assert.deepEqual(
    [record.userIds, record.groupIds, record.adminIds],
    [["user-jonas", "user-anna"], ["group-support"], ["user-anna"]],
  );
  const [avatar] = simulator.assets.list;
  assert.equal(record.avatarAssetId, avatar?.asset_id);
  assert.deepEqual(
    [avatar?.mime_type, avatar?.content.sha256],
    ["image/png", toContent(png).sha256],
  );
  assert.equal(health.troubles.size, 0);
});

test("createTeam leaves out whom Teamwire does not find, and makes the chat with the others", async (t) => {
  const { simulator, team, health, configure } = await start(t);
  await configure({
    groups: [
      { kind: "title", title: "Management" },
      { kind: "id", groupId: "group-sales" },
    ],
    users: [{ kind: "name", firstName: "Nobody", lastName: "Here" }],
    admins: [byId("user-gone")],
  });
  await team.createChat(newChat);
  const [record] = simulator.chats;
  assert.deepEqual([record?.userIds, record?.groupIds], [[], ["group-sales"]]);
  assert.equal(
    health.troubles.get("recipients")?.detail,
    'Left out of new chats: group_recipients[0] "Management" (circle is not public), ' +
      'user_recipients[0] "Nobody Here" (no such user), admins[0] "user-gone" (no such user)',
  );
});

test("createTeam leaves out a colleague who is gone since the look-up, and waits when nobody is left", async (t) => {
  const { simulator, team, health, clock, configure } = await start(t);
  await configure({ users: [byId("user-jonas"), byId("user-anna")] });
  await team.checkRecipients();
  simulator.users = simulator.users.filter(({ uid }) => uid !== "user-jonas");
  await team.createChat(newChat);
  assert.deepEqual(simulator.chats[0]?.userIds, ["user-anna"]);
  assert.match(health.troubles.get("recipients")?.detail ?? "", /"user-jonas"/);

  const { users } = createCast();
  simulator.users = [];
  const second = { ...newChat, reference: "s1.c2.1" };
  await assert.rejects(
    team.createChat(second),
    (error) => error instanceof DeliveryError && error.retryAfterMs === 600_000,
  );
  simulator.users = users;
  await clock.advance(600_000);
  await team.createChat(second);
  assert.deepEqual(simulator.chats[1]?.userIds, ["user-jonas", "user-anna"]);
  assert.equal(health.troubles.size, 0);
});

test("createTeam makes the chat without an avatar that Teamwire no longer has, and uploads it for a later one", async (t) => {
  const { simulator, team, clock, configure } = await start(t);
  await configure({ users: [byId("user-jonas")], avatar: png });
  await team.createChat(newChat);
  const invalid = { error: { code: "invalid_request", message: "no such asset" } };
  simulator.faults.failNext(1, { status: 422, body: invalid });
  await team.createChat({ ...newChat, reference: "s1.c2.1" });
  await clock.advance(600_000);
  await team.createChat({ ...newChat, reference: "s1.c3.1" });
  const avatars = simulator.chats.map(({ avatarAssetId }) => avatarAssetId);
  const [first, second] = simulator.assets.list.map(({ asset_id: id }) => id);
  assert.deepEqual(avatars, [first, null, second]);
});

async function start(t: TestContext) {
  const { users, groups } = createCast();
  const { url, simulator, close } = await startTeamwire({ users, groups });
  t.after(close);
  const clock = createManualClock();
  const health = createFakeHealth();
  const settings = { appId: "simulated-app", secret: "simulated-secret", host: url };
  let config = toConfig({ users: [] });
  const team = createTeam(createTeamwire(settings, { clock, network: direct }), {
    config: () => config,
    clock,
    health,
    readFile: (path) => readFile(path),
  });

  async function configure({
    avatar,
    ...facts
  }: Partial<Pick<BotConfig, "groups" | "users" | "admins">> & {
    readonly avatar?: Uint8Array;
  }): Promise<void> {
    const chatAvatarPath = avatar === undefined ? null : await writeAvatar(t, avatar);
    config = { ...config, ...facts, chatAvatarPath };
  }

  return { simulator, team, health, clock, configure };
}

async function writeAvatar(t: TestContext, bytes: Uint8Array): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "teamwire-team-"));
  t.after(() => rm(folder, { recursive: true }));
  const path = join(folder, "avatar.png");
  await writeFile(path, bytes);
  return path;
}
