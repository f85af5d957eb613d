import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { startTeamwire } from "../../src/simulator/teamwire.ts";
import type { TeamwireSimulator } from "../../src/simulator/teamwire/simulator.ts";
import { createCast } from "../../src/simulator/world.ts";
import { createTeamwire } from "../../src/teamwire/client.ts";
import { runFeed } from "../../src/teamwire/intake.ts";
import { parseNotification } from "../../src/teamwire/parse.ts";
import { createManualClock } from "../fakes/clock.ts";
import { direct } from "../fakes/network.ts";
import { createFakeHealth, createFakeLog, FakeLedger } from "../unit/teamwire/fakes.ts";

test("runFeed records the bot's own post, and a colleague's of the same text, told apart by author", async (t) => {
  const { simulator, run, ledger } = await start(t);
  run();
  await until(() => ledger.facts.has("feed-cursor"));
  const tid = makeChat(simulator);
  const own = simulator.createPost(tid, { ...emptyPost, msg: "Good morning" });
  const colleague = simulator.post(tid, "user-anna", "Good morning");
  await until(() => ledger.mids.length === 2);
  assert.deepEqual(ledger.mids, [own.mid, colleague.mid]);
  assert.equal(ledger.facts.get("own-uid"), "user-bot");
  const posts = ledger.bodies
    .flatMap((body) => parseNotification(new TextEncoder().encode(body)))
    .filter((event) => event.kind === "post");
  assert.deepEqual(
    posts.map(({ author, text }) => [author.uid, author.bot, text]),
    [
      ["user-bot", true, "Good morning"],
      ["user-anna", false, "Good morning"],
    ],
  );
});

test("runFeed is ready before any chat is made, so that a chat's first event is not missed", async (t) => {
  const { simulator, run, ledger, log } = await start(t);
  let tid = "";
  run({ onReady: () => (tid = makeChat(simulator)) });
  await until(() => ledger.bodies.some((body) => body.includes("CHAT_CREATED")));
  assert.ok(ledger.bodies[0]?.includes(tid));
  assert.deepEqual(log.warnings, []);
});

test("runFeed loses nothing and repeats nothing when its cursor expired meanwhile", async (t) => {
  const { simulator, run, ledger, log } = await start(t);
  const first = run();
  await until(() => ledger.facts.has("feed-cursor"));
  const tids = [makeChat(simulator), makeChat(simulator), makeChat(simulator)];
  for (const tid of tids) ledger.chats.set(tid, null);
  const [busy = "", quiet = "", gone = ""] = tids;
  const before = simulator.post(busy, "user-anna", "Before");
  await until(() => ledger.mids.length === 1);
  await first.stop();

  const missed = Array.from({ length: 230 }, (_, at) => simulator.post(busy, "user-anna", `${at}`));
  const inQuiet = simulator.post(quiet, "user-jonas", "One");
  simulator.deleteChat(gone, "user-anna");
  simulator.expireEvents();
  const second = run();
  await until(() => ledger.mids.length === 232);
  const after = simulator.post(quiet, "user-jonas", "Two");
  await until(() => ledger.mids.includes(after.mid));
  await second.stop();

  assert.deepEqual(
    ledger.mids,
    [before, ...missed, inQuiet, after].map(({ mid }) => mid),
  );
  assert.deepEqual([...ledger.chats.keys()], [busy, quiet]);
  assert.equal(log.warnings.length, 1);
});

test("runFeed survives an hour without Teamwire, tells Health, and records all that was posted", async (t) => {
  const { simulator, run, ledger, clock, health } = await start(t);
  run();
  await until(() => ledger.facts.has("feed-cursor"));
  const tid = makeChat(simulator);
  await until(() => ledger.bodies.length === 1);
  simulator.faults.away = true;
  await until(async () => {
    await clock.advance(60_000);
    return health.troubles.has("teamwire") && clock.monotonic() > 3_600_000;
  });
  const posts = ["One", "Two"].map((text) => simulator.post(tid, "user-anna", text).mid);
  simulator.faults.away = false;
  await until(async () => {
    await clock.advance(60_000);
    return health.troubles.size === 0;
  });
  assert.deepEqual(ledger.mids, posts);
});

test("runFeed starts with wrong credentials, names the settings to Health, and goes on once they are right", async (t) => {
  const { simulator, run, ledger, clock, health } = await start(t);
  const refusal = { error: { code: "auth_failed", message: "AppID or secret is wrong" } };
  simulator.faults.failNext(2, { status: 401, body: refusal });
  run();
  await until(() => health.troubles.has("teamwire"));
  assert.match(health.troubles.get("teamwire")?.remedy ?? "", /TW_API_APPID and TW_API_SECRET/);
  await until(async () => {
    await clock.advance(60_000);
    return ledger.facts.has("feed-cursor") && health.troubles.size === 0;
  });
});

const emptyPost = {
  msg: null,
  attachments: null,
  replyTo: null,
  senderDisplayName: null,
  clientRef: null,
};

function makeChat(simulator: TeamwireSimulator): string {
  return simulator.createChat({
    title: "Whatsapp: Tobias",
    userIds: ["user-anna", "user-jonas"],
    groupIds: [],
    adminIds: [],
    avatarAssetId: null,
    clientRef: null,
  }).chat.tid;
}

async function start(t: TestContext) {
  const { users, groups } = createCast();
  const teamwire = await startTeamwire({ users, groups });
  const settings = { appId: "simulated-app", secret: "simulated-secret", host: teamwire.url };
  const clock = createManualClock();
  const client = createTeamwire(settings, { clock, network: direct });
  const [ledger, health, log] = [new FakeLedger(), createFakeHealth(), createFakeLog()];
  const stops: (() => Promise<void>)[] = [() => teamwire.close()];
  t.after(async () => {
    for (const stop of stops.toReversed()) await stop();
  });

  function run({ onReady = (): unknown => undefined } = {}) {
    const end = new AbortController();
    const done = runFeed({
      client,
      ledger,
      clock,
      health,
      log,
      random: () => 0.5,
      signal: end.signal,
      onRecorded: () => undefined,
      onAnswered: () => undefined,
      onReady,
    });
    async function stop(): Promise<void> {
      end.abort();
      await done;
    }
    stops.push(stop);
    return { stop };
  }

  return { simulator: teamwire.simulator, ledger, health, log, clock, run };
}

/** Real I/O takes its time: looks again until it is so, or fails after 5 s. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 1000; turn += 1) {
    if (await isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  assert.fail("did not come about");
}
