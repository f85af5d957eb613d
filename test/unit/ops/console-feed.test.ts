import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import type { Overview, OverviewLedger, SessionView } from "../../../src/bridge/overview.ts";
import { createFeed, type Feed, type Viewer } from "../../../src/ops/console/feed.ts";
import { createHealth, type HealthBoard } from "../../../src/ops/health.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {} };
const at = Date.parse("2026-11-23T09:10:00Z");
const halfHourMs = 30 * 60 * 1000;

interface Scene {
  now: number;
  held: number;
  fails: boolean;
  readonly health: HealthBoard;
  readonly feed: Feed;
  /** For which views it was looked. */
  readonly looks: (readonly SessionView[])[];
  /** How many spans were counted each time. */
  readonly counted: number[];
  /** Ends the pauses that there are, which are waited for. */
  readonly pass: () => Promise<void>;
}

function setScene(t: TestContext): Scene {
  const health = createHealth({ now: () => 0, log: silent });
  const pauses = new Set<() => void>();
  const looks: (readonly SessionView[])[] = [];
  const counted: number[] = [];
  const ledger: OverviewLedger = {
    async overview({ views }) {
      looks.push(views);
      if (scene.fails) throw new Error("the ledger's thread has ended");
      return toOverview(views, scene.held);
    },
    async traffic({ spans }) {
      counted.push(spans.length);
      return spans.map((span) => ({ ...span, fromCustomers: 1, fromTeam: 0, failures: 0 }));
    },
  };
  const feed = createFeed({
    ledger,
    health,
    now: () => scene.now,
    pause: (_, signal) =>
      new Promise<void>((resolve) => {
        if (signal.aborted) return resolve();
        signal.addEventListener("abort", () => resolve());
        pauses.add(resolve);
      }),
  });
  t.after(() => feed.close());
  const scene: Scene = {
    now: at,
    held: 0,
    fails: false,
    health,
    feed,
    looks,
    counted,
    async pass() {
      // One pause that always is, and one that may be cut short.
      for (let pause = 0; pause < 2; pause += 1) {
        await turn();
        for (const end of pauses) end();
        pauses.clear();
      }
      await turn();
    },
  };
  return scene;
}

function toOverview(views: readonly SessionView[], held: number): Overview {
  const sessions = Object.fromEntries(views.map((view) => [view, []]));
  const counts = { sessions: 0, open: 0, owed: 0, failed: 0, dead: 0 };
  const backlog = { notifications: 0, toTeam: 0, toCustomer: 0 };
  const lists = { waiting: [], failed: [], dead: [] };
  const last = { lastFromCustomer: null, lastFromTeam: null };
  return { counts: { ...counts, ...backlog, held }, sessions, ...lists, ...last };
}

/** Lets everything run that can. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Somebody comes, and everything there is has been found. */
async function open(feed: Feed, view: SessionView = "recent"): Promise<Viewer> {
  const viewer = feed.watch(view);
  await turn();
  return viewer;
}

async function readNames(viewer: Viewer): Promise<string[]> {
  return (await viewer.next()).map(({ name }) => name);
}

const everything = ["health", "now", "counts", "waiting", "failed", "traffic", "sessions"];

test("createFeed looks once for all who watch, and only while somebody does", async (t) => {
  const { feed, looks, pass } = setScene(t);
  await pass();
  assert.equal(looks.length, 0);
  const viewers = [feed.watch("recent"), feed.watch("recent"), feed.watch("owed")];
  await pass();
  for (const viewer of viewers) assert.deepEqual(await readNames(viewer), everything);
  await pass();
  await pass();
  const before = looks.length;
  assert.deepEqual(looks.at(-1), ["recent", "owed"]);
  await pass();
  assert.equal(looks.length, before + 1);
  for (const viewer of viewers) viewer.leave();
  await pass();
  const after = looks.length;
  await pass();
  assert.equal(looks.length, after);
  const late = await open(feed);
  assert.deepEqual(await readNames(late), everything);
  await pass();
  assert.ok(looks.length > after, "it looks again for the next one");
});

test("createFeed tells each only what changed since they were told", async (t) => {
  const scene = setScene(t);
  const { feed, pass, health } = scene;
  const viewer = await open(feed);
  await viewer.next();
  let news: string[] | null = null;
  void readNames(viewer).then((names) => (news = names));
  await pass();
  await pass();
  assert.equal(news, null, "nothing changed");
  scene.held = 1;
  await pass();
  assert.deepEqual(news, ["counts"]);
  health.degrade("templates", { detail: "gone: +49 681 3000 4711", remedy: "wait" });
  scene.now += 15_000;
  await pass();
  const [told, time] = await viewer.next();
  assert.equal(told?.name, "health");
  assert.match(told.json, /gone: \+496813\*\*\*711/);
  assert.deepEqual(time, { name: "now", json: String(scene.now) });
});

test("createFeed keeps what it has while the ledger does not answer, and tells of the state", async (t) => {
  const scene = setScene(t);
  const { feed, pass, health } = scene;
  const viewer = await open(feed);
  await viewer.next();
  scene.fails = true;
  health.block("the session store cannot be written");
  await pass();
  assert.deepEqual(await readNames(viewer), ["health"]);
  scene.fails = false;
  scene.held = 3;
  await pass();
  assert.deepEqual(await readNames(viewer), ["counts"]);
});

test("createFeed shows nobody how things were when somebody else looked", async (t) => {
  const scene = setScene(t);
  const { feed, pass } = scene;
  const early = await open(feed, "held");
  await early.next();
  early.leave();
  await pass();
  await pass();
  scene.held = 7;
  const late = feed.watch("recent");
  assert.deepEqual(await readNames(late), ["health", "now"]);
  const counts = (await late.next()).find(({ name }) => name === "counts");
  assert.match(counts?.json ?? "", /"held":7/);
  const other = feed.watch("held");
  assert.ok(!(await readNames(other)).includes("sessions"), "not the list of before");
  await pass();
  assert.deepEqual(await readNames(other), ["sessions"]);
});

test("createFeed counts a day once, then only what still grows, and all of it every 5 minutes", async (t) => {
  const scene = setScene(t);
  const { feed, pass, counted } = scene;
  const viewer = await open(feed);
  const parts = await viewer.next();
  const { json = "[]" } = parts.find(({ name }) => name === "traffic") ?? {};
  const spans = JSON.parse(json) as { from: number; until: number }[];
  assert.deepEqual(
    [spans.length, spans[0]?.from, spans.at(-1)?.until],
    [48, Date.parse("2026-11-22T09:30:00Z"), Date.parse("2026-11-23T09:30:00Z")],
  );
  await pass();
  scene.now += 4 * 60 * 1000;
  await pass();
  scene.now += 60 * 1000;
  await pass();
  scene.now += halfHourMs;
  await pass();
  assert.deepEqual(new Set(counted.slice(1, 3)), new Set([2]));
  assert.equal(counted.filter((count) => count === 48).length, 3);
});

test("createFeed ends for all who watch when it is closed", async (t) => {
  const { feed } = setScene(t);
  const viewer = await open(feed);
  await viewer.next();
  const next = viewer.next();
  feed.close();
  assert.deepEqual(await next, []);
  assert.deepEqual(await feed.watch("recent").next(), []);
});
