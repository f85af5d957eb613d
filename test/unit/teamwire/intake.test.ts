import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../src/bridge/errors.ts";
import { CursorExpiredError } from "../../../src/teamwire/errors.ts";
import { answer, createScene, page, transient } from "./feed-scene.ts";

const refused = new DeliveryError("refused", { verdict: "account" });
const gone = new DeliveryError("gone", { verdict: "gone" });
const expired = new CursorExpiredError("too old", { verdict: "permanent" });

test("runFeed takes the first cursor without waiting, stores it, and only then is ready", async () => {
  const scene = createScene([answer("1"), answer("2", ["a"])]);
  await scene.run();
  assert.deepEqual(scene.asked, [
    [null, 0],
    ["1", 55],
    ["2", 55],
  ]);
  assert.deepEqual(scene.readyAt, [
    [
      ["own-uid", "u-bot"],
      ["feed-cursor", "1"],
    ],
  ]);
  assert.deepEqual(scene.ledger.mids, ["a"]);
  assert.equal(scene.ledger.facts.get("feed-cursor"), "2");
  assert.equal(scene.recorded(), 1);
});

test("runFeed is ready at once where a cursor is stored, also while Teamwire is away", async () => {
  const scene = createScene([transient, transient]);
  scene.ledger.facts.set("feed-cursor", "7");
  await scene.run();
  assert.equal(scene.readyAt.length, 1);
  assert.deepEqual(scene.asked[0], ["7", 55]);
});

test("runFeed moves the cursor of an empty answer and asks for an unmoved one no faster than once a second", async () => {
  const scene = createScene([answer("1"), answer("2"), answer("2"), answer("2")]);
  await scene.run();
  assert.equal(scene.ledger.facts.get("feed-cursor"), "2");
  assert.deepEqual(scene.ledger.bodies, []);
  assert.deepEqual(scene.sleeps, [1000, 1000]);
});

test("runFeed waits longer with every failure, up to a minute, and asks without waiting after trouble", async () => {
  const scene = createScene([...times(8), answer("1"), transient], {
    cursor: "0",
    random: 0,
  });
  await scene.run();
  assert.deepEqual(scene.sleeps, [1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000, 1000]);
  const most = createScene(times(7), { cursor: "0", random: 0.999999 });
  await most.run();
  assert.equal(Math.round(Math.max(...most.sleeps)), 60_000);
  assert.deepEqual(
    scene.asked.map(([, waitSeconds]) => waitSeconds),
    [55, 0, 0, 0, 0, 0, 0, 0, 0, 55, 0],
  );
});

test("runFeed waits as long as the server asks", async () => {
  const throttled = new DeliveryError("slower", { verdict: "throttled", retryAfterMs: 90_000 });
  const scene = createScene([throttled], { cursor: "0" });
  await scene.run();
  assert.deepEqual(scene.sleeps, [90_000]);
});

test("runFeed tells Health of refused credentials at once, of other trouble the third time, and when it is over", async () => {
  const account = createScene([refused], { cursor: "0" });
  await account.run();
  assert.match(
    account.health.troubles.get("teamwire")?.remedy ?? "",
    /TW_API_APPID.*TW_API_SECRET/,
  );
  const twice = createScene([transient, transient], { cursor: "0" });
  await twice.run();
  assert.equal(twice.health.troubles.size, 0);
  const thrice = createScene([transient, transient, transient], { cursor: "0" });
  await thrice.run();
  assert.equal(thrice.health.troubles.has("teamwire"), true);
  const over = createScene([transient, transient, transient, answer("1")], { cursor: "0" });
  await over.run();
  assert.equal(over.health.troubles.size, 0);
});

test("runFeed asks for the same again when the ledger cannot write", async () => {
  const scene = createScene([answer("1", ["a"]), answer("1", ["a"])], { cursor: "0" });
  scene.ledger.facts.set("own-uid", "u-bot");
  scene.failWritesAfterStart = 1;
  await scene.run();
  assert.deepEqual(
    scene.asked.map(([after]) => after),
    ["0", "0", "1"],
  );
  assert.deepEqual(scene.ledger.mids, ["a"]);
  assert.equal(scene.recorded(), 1);
  assert.equal(scene.log.warnings.length, 1);
});

test("runFeed catches up after 410: a new cursor first, every open chat page by page, then the cursor is stored", async () => {
  const scene = createScene([expired, answer("50")], { cursor: "3" });
  scene.ledger.chats.set("t1", "m1").set("t2", null).set("t3", "m3");
  scene.pages.push(
    ["t1 m1", page(["m2", "m4"], { hasMore: true })],
    ["t1 m4", page(["m5"])],
    ["t2 null", page([])],
    ["t3 m3", gone],
  );
  await scene.run();
  assert.deepEqual(scene.asked.slice(0, 3), [
    ["3", 55],
    [null, 0],
    ["50", 55],
  ]);
  assert.deepEqual(scene.ledger.mids, ["m2", "m4", "m5"]);
  assert.deepEqual([...scene.ledger.chats.keys()], ["t1", "t2"]);
  assert.equal(
    scene.cursorsWhileReading.every((cursor) => cursor === "3"),
    true,
  );
  assert.equal(scene.ledger.facts.get("feed-cursor"), "50");
  assert.equal(scene.log.warnings.length, 1);
});

test("runFeed begins the catch-up again where it was cut off, and keeps what came with the new cursor", async () => {
  const scene = createScene([expired, answer("50"), expired, answer("51", ["m9"])], {
    cursor: "3",
  });
  scene.ledger.chats.set("t1", null).set("t2", null);
  scene.pages.push(
    ["t1 null", page(["m1"])],
    ["t2 null", transient],
    ["t1 m1", page([])],
    ["t2 null", page(["m2"])],
  );
  await scene.run();
  assert.deepEqual(scene.ledger.mids, ["m1", "m2", "m9"]);
  assert.equal(scene.ledger.facts.get("feed-cursor"), "51");
});

test("runFeed reads a chat from its start when the last known message is refused but the chat is there", async () => {
  const scene = createScene([expired, answer("50")], { cursor: "3" });
  scene.ledger.chats.set("t1", "deleted");
  scene.chatsThere.add("t1");
  scene.pages.push(["t1 deleted", gone], ["t1 null", page(["m1"])]);
  await scene.run();
  assert.deepEqual(scene.ledger.mids, ["m1"]);
  assert.equal(scene.ledger.chats.has("t1"), true);
});

test("runFeed goes on, with a warning, after a page that says there is more and does not lead on", async () => {
  const scene = createScene([expired, answer("50")], { cursor: "3" });
  scene.ledger.chats.set("t1", null);
  scene.pages.push(["t1 null", page([], { hasMore: true })]);
  await scene.run();
  assert.equal(scene.ledger.facts.get("feed-cursor"), "50");
  assert.equal(scene.log.warnings.length, 2);
});

test(
  "runFeed ends on an abort while it waits for Teamwire or for its next try",
  { timeout: 5000 },
  async () => {
    const scene = createScene([answer("1")]);
    await scene.run();
    const sleeping = createScene([transient], { cursor: "0" });
    sleeping.abortInSleep = true;
    await sleeping.run();
    assert.equal(sleeping.asked.length, 1);
  },
);

test("runFeed rejects for a bug instead of waiting it out", async () => {
  const scene = createScene([new TypeError("a bug")], { cursor: "0" });
  await assert.rejects(scene.run(), TypeError);
});

function times(count: number): Error[] {
  return Array.from({ length: count }, () => transient);
}
