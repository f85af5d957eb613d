import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../src/bridge/errors.ts";
import { InvalidMembersError } from "../../../src/teamwire/errors.ts";
import { byId, TeamScene, toConfig } from "./team-scene.ts";

const png = new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1]);
const jpeg = new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 1]);
const tenMinutesMs = 600_000;

test("createTeam looks recipients up once for chats made at the same time and for 10 minutes, and anew for another config", async () => {
  const scene = new TeamScene();
  await Promise.all(["a", "b", "c"].map((reference) => scene.make(reference)));
  scene.pass(tenMinutesMs - 1);
  await scene.make("d");
  assert.deepEqual(scene.lookups, ["u-anna", "u-jonas"]);
  scene.pass(1);
  await scene.make("e");
  assert.equal(scene.lookups.length, 4);
  scene.config = toConfig({ users: [byId("u-anna")] });
  await scene.make("f");
  assert.deepEqual(scene.lookups.slice(4), ["u-anna"]);
  assert.deepEqual(scene.chats.at(-1)?.userIds, ["u-anna"]);
});

test("createTeam looks up again after a look-up that failed for a passing reason", async () => {
  const scene = new TeamScene();
  scene.lookupError = new DeliveryError("away", { verdict: "transient" });
  await assert.rejects(scene.make("a"), scene.lookupError);
  scene.lookupError = null;
  await scene.make("a");
  assert.deepEqual(scene.chats.at(-1)?.userIds, ["u-anna", "u-jonas"]);
  assert.equal(scene.health.troubles.size, 0);
});

test("createTeam leaves refused members out, also of the next chat, names them to Health, and recovers", async () => {
  const scene = new TeamScene();
  scene.refusedIds = ["u-jonas"];
  await Promise.all([scene.make("a"), scene.make("b")]);
  await scene.make("c");
  assert.deepEqual(
    scene.chats.map(({ userIds }) => userIds),
    [["u-anna"], ["u-anna"], ["u-anna"]],
  );
  assert.equal(scene.attempts, 5);
  assert.match(
    scene.health.troubles.get("recipients")?.detail ?? "",
    /user_recipients\[1\] "u-jonas" \(refused as a member\)/,
  );
  scene.refusedIds = [];
  scene.pass(tenMinutesMs);
  await scene.make("d");
  assert.equal(scene.health.troubles.size, 0);
});

test("createTeam waits 10 minutes when nobody is left, or when members are refused that it never named", async () => {
  const refused = new TeamScene();
  refused.refusedIds = ["u-anna", "u-jonas"];
  const unknown = new TeamScene();
  unknown.config = toConfig({ users: [byId("u-gone")] });
  const stranger = new TeamScene();
  stranger.createError = new InvalidMembersError("refused", { members: ["u-stranger"] });
  for (const scene of [refused, unknown, stranger]) {
    await assert.rejects(
      scene.make("a"),
      (error) =>
        error instanceof DeliveryError &&
        error.verdict === "transient" &&
        error.retryAfterMs === tenMinutesMs,
    );
  }
  assert.equal(unknown.attempts, 0);
  assert.match(
    unknown.health.troubles.get("recipients")?.detail ?? "",
    /"u-gone" \(no such user\)/,
  );
});

test("createTeam uploads the avatar once for all chats, typed by its first bytes", async () => {
  for (const [bytes, mimeType] of [
    [png, "image/png"],
    [jpeg, "image/jpeg"],
  ] as const) {
    const scene = new TeamScene(bytes);
    await Promise.all([scene.make("a"), scene.make("b")]);
    assert.deepEqual(
      scene.uploads.map((asset) => [asset.mimeType, asset.bytes]),
      [[mimeType, bytes]],
    );
    assert.deepEqual(
      scene.chats.map(({ avatarId }) => avatarId),
      ["asset-1", "asset-1"],
    );
  }
});

test("createTeam makes chats without an avatar that is unreadable, no picture or refused, tells Health, and tries again after 10 minutes", async () => {
  const unreadable = new TeamScene(new Error("ENOENT"));
  const noPicture = new TeamScene(new Uint8Array([0x47, 0x49, 0x46]));
  const refused = new TeamScene(png);
  const provider = { code: 413, title: "too_large" };
  refused.uploadError = new DeliveryError("refused", { verdict: "permanent", provider });
  for (const [scene, why] of [
    [unreadable, /file cannot be read/],
    [noPicture, /neither JPEG nor PNG/],
    [refused, /too_large/],
  ] as const) {
    await scene.make("a");
    await scene.make("b");
    assert.deepEqual(
      scene.chats.map(({ avatarId }) => avatarId),
      [null, null],
    );
    assert.equal(scene.reads, 1);
    assert.match(scene.health.troubles.get("avatar")?.detail ?? "", why);
    scene.avatar = png;
    scene.uploadError = null;
    scene.pass(tenMinutesMs);
    await scene.make("c");
    assert.equal(scene.chats.at(-1)?.avatarId, "asset-1");
    assert.equal(scene.health.troubles.size, 0);
  }
});

test("createTeam repeats an upload that failed for a passing reason, and the third time goes on without it", async () => {
  const scene = new TeamScene(png);
  const away = new DeliveryError("away", { verdict: "transient" });
  scene.uploadError = away;
  await assert.rejects(scene.make("a"), away);
  await assert.rejects(scene.make("a"), away);
  await scene.make("a");
  assert.equal(scene.chats.at(-1)?.avatarId, null);
  assert.equal(scene.health.troubles.has("avatar"), true);
});

test("createTeam makes a chat without the avatar when it is refused with it, and blames the avatar only then", async () => {
  const scene = new TeamScene(png);
  scene.refusesAvatars = true;
  await scene.make("a");
  assert.equal(scene.chats.at(-1)?.avatarId, null);
  assert.match(scene.health.troubles.get("avatar")?.detail ?? "", /refused with the chat/);
  const hopeless = new TeamScene(png);
  hopeless.createError = new DeliveryError("forbidden", { verdict: "permanent" });
  await assert.rejects(hopeless.make("a"), hopeless.createError);
  assert.equal(hopeless.health.troubles.size, 0);
});

test("createTeam's checkRecipients tells Health before any chat is made, and looks up anew", async () => {
  const scene = new TeamScene();
  scene.config = toConfig({ users: [byId("u-anna"), byId("u-late")] });
  await scene.team.checkRecipients();
  assert.match(scene.health.troubles.get("recipients")?.detail ?? "", /user_recipients\[1\]/);
  scene.known.add("u-late");
  await scene.team.checkRecipients();
  assert.equal(scene.health.troubles.size, 0);
});

test("createTeam posts without a reference that is refused, and repeats nothing else", async () => {
  const scene = new TeamScene();
  const post = { text: "Not delivered", reference: "s1.d1", replyTo: "deleted" };
  assert.deepEqual(await scene.team.post("t1", post), { mid: "m1" });
  assert.deepEqual(
    scene.posts.map(({ replyTo }) => replyTo),
    ["deleted", undefined],
  );
  scene.postError = new DeliveryError("forbidden", { verdict: "permanent" });
  await assert.rejects(scene.team.post("t1", { text: "x", reference: "r" }), scene.postError);
  scene.postError = new DeliveryError("gone", { verdict: "gone" });
  await assert.rejects(scene.team.post("t1", post), scene.postError);
  assert.equal(scene.posts.length, 4);
});
