// What an attempt before may have brought about is looked up, for servers that know no references.
import assert from "node:assert/strict";
import { test } from "node:test";

import { deliver } from "../../../../src/bridge/deliver/deliver.ts";
import type { DeliveryPorts } from "../../../../src/bridge/deliver/ports.ts";
import type { Taken } from "../../../../src/bridge/delivery.ts";
import { DeliveryError } from "../../../../src/bridge/errors.ts";
import type { Ledger, TeamChat, TeamPosts } from "../../../../src/bridge/ports.ts";
import { createManualClock } from "../../../fakes/clock.ts";
import { noFiles } from "../../../fakes/files.ts";
import { profile, now, session, withSession } from "../plan/planning.ts";

const minute = 60_000;
const title = "W: Tobias (+496813000978)";

type Post = TeamPosts["posts"][number];

interface Scene {
  readonly ports: DeliveryPorts;
  /** What there is in the team messenger. */
  readonly chats: TeamChat[];
  readonly posts: Post[];
  /** What the ledger knows: the last post of ours, the mids of all, whose chats those are. */
  lastPost: string | null;
  readonly ours: string[];
  readonly owners: Map<string, number>;
  /** The answer to any question that only looks something up. */
  refusal: DeliveryError | null;
  /** Everything that was asked of the other side or recorded. */
  readonly done: string[];
}

function setScene(pageSize = 100): Scene {
  const scene: Omit<Scene, "ports"> = {
    chats: [],
    posts: [],
    lastPost: null,
    ours: [],
    owners: new Map(),
    refusal: null,
    done: [],
  };
  function look<T>(what: string, answer: T): T {
    scene.done.push(what);
    if (scene.refusal) throw scene.refusal;
    return answer;
  }
  const ledger: Partial<Ledger> = {
    storeId: "store",
    fact: async () => "bot",
    lastPost: async () => scene.lastPost,
    record: async () => void scene.done.push("record"),
    chatMade: async ({ tid, sessionId }) => (scene.owners.get(tid) ?? sessionId) === sessionId,
    async known({ tids, sourceIds }) {
      const paired = tids.filter((tid) => scene.owners.has(tid));
      const sessions = paired.map((tid) => ({ session, identities: [], tids: [tid] }));
      return { ...withSession, sessions, sourceIds: sourceIds.filter((id) => isOurs(id)) };
    },
  };
  const isOurs = (mid: string): boolean => scene.ours.includes(mid);
  const silent = (): void => {};
  const ports: DeliveryPorts = {
    ledger: ledger as Ledger,
    clock: createManualClock({ start: now }),
    random: () => 0,
    onRecorded: silent,
    meter: { planned: silent, accepted: silent, retried: silent },
    begin: async () => {},
    onAnswer: silent,
    listTemplates: async () => "",
    profile: () => ({ ...profile, config: { ...profile.config, chatTitlePrefix: "W:" } }),
    files: noFiles,
    log: { debug: silent, info: silent, warn: silent, error: silent },
    team: {
      async createChat() {
        scene.done.push("create");
        return { tid: "new" };
      },
      renameChat: async (_tid, to) => void scene.done.push(`rename ${to}`),
      closeChat: async (tid) => void scene.done.push(`close ${tid}`),
      chats: async () => look("chats", scene.chats),
      async posts(_tid, after) {
        const from = scene.posts.findIndex(({ mid }) => mid === after) + 1;
        const posts = scene.posts.slice(from, from + pageSize);
        const hasMore = from + posts.length < scene.posts.length;
        return look(`posts after ${after}`, { body: new Uint8Array(), posts, hasMore });
      },
      async post(tid) {
        scene.done.push(`post in ${tid}`);
        return { mid: "m99" };
      },
    },
    whatsApp: {
      send: async () => ({ messageId: "" }),
      markRead: async () => {},
      templates: async () => [],
    },
  };
  return Object.assign(scene, { ports });
}

function toTaken({
  tid = "t1",
  inDoubt = true,
}: {
  tid?: string | null;
  inDoubt?: boolean;
}): Taken {
  return {
    delivery: {
      id: 12,
      sessionId: session.id,
      side: "team",
      sourceId: "wamid.1",
      part: 0,
      kind: "text",
      outgoing: { kind: "post", text: "Hello", displayName: "Tobias" },
      state: "sending",
      reason: null,
      createdAt: now,
      tid: null,
      attempts: 2,
      nextAttemptAt: null,
      renewedAt: null,
      notificationId: null,
      remoteId: null,
    },
    session: { ...session, chat: { ...session.chat, tid } },
    waitUntil: null,
    inDoubt,
    replyTo: null,
  };
}

async function run({ ports }: Scene, taken: Taken): Promise<string> {
  const outcome = await deliver(taken, ports);
  return outcome.kind === "sent" ? `${outcome.remoteId} in ${outcome.tid}` : outcome.kind;
}

const bot = (mid: string, text: string): Post => ({ mid, uid: "bot", text });

test("deliver looks nothing up for a first attempt", async () => {
  const scene = setScene();
  scene.posts.push(bot("m1", "Hello"));
  assert.equal(await run(scene, toTaken({ inDoubt: false })), "m99 in t1");
  assert.equal(await run(scene, toTaken({ tid: null, inDoubt: false })), "m99 in new");
  assert.deepEqual(scene.done, ["post in t1", "create", "post in new"]);
});

test("deliver finds the post of an attempt before by author and text, behind the last that is known", async () => {
  const scene = setScene();
  scene.lastPost = "m1";
  scene.posts.push(bot("m1", "Hello"), { mid: "m2", uid: "anna", text: "Hello" });
  assert.equal(await run(scene, toTaken({})), "m99 in t1", "the words of others do not count");
  scene.posts.push(bot("m3", "Hello"));
  assert.equal(await run(scene, toTaken({})), "m3 in t1");
  assert.deepEqual(scene.done, ["posts after m1", "post in t1", "posts after m1"]);
});

test("deliver takes no post for its own that is another delivery's", async () => {
  const scene = setScene();
  // Nothing behind which to look: the last known one was deleted in the chat.
  scene.posts.push(bot("m1", "Hello"), bot("m2", "Hello"), bot("m3", "Hello"));
  scene.ours.push("m1", "m2", "m3");
  assert.equal(await run(scene, toTaken({})), "m99 in t1");
  scene.ours.splice(1, 1);
  assert.equal(await run(scene, toTaken({})), "m2 in t1");
});

test("deliver reads on while there are more posts, and records them only in a chat that is new to us", async () => {
  const scene = setScene(2);
  const posts = [1, 2, 3, 4].map((number) => ({ mid: `m${number}`, uid: "anna", text: "?" }));
  scene.posts.push(...posts, bot("m5", "Hello"));
  assert.equal(await run(scene, toTaken({})), "m5 in t1");
  assert.deepEqual(scene.done, [
    "posts after null",
    "record",
    "posts after m2",
    "record",
    "posts after m4",
    "record",
  ]);
  scene.done.length = 0;
  scene.lastPost = "m1";
  assert.equal(await run(scene, toTaken({})), "m5 in t1");
  assert.deepEqual(scene.done, ["posts after m1", "posts after m3"]);
});

test("deliver does not read a page again that leads nowhere", async () => {
  const scene = setScene();
  scene.lastPost = "m1";
  const page = { body: new Uint8Array(), posts: [bot("m1", "other")], hasMore: true };
  const posts = async (): Promise<TeamPosts> => (scene.done.push("page"), page);
  const team = { ...scene.ports.team, posts };
  assert.equal(await run({ ...scene, ports: { ...scene.ports, team } }, toTaken({})), "m99 in t1");
  assert.deepEqual(scene.done, ["page", "post in t1"]);
});

test("deliver posts where the look-up is refused, and waits where it gets no answer", async () => {
  const scene = setScene();
  scene.chats.push({ tid: "t7", title, createdAt: now });
  scene.refusal = new DeliveryError("answered 403", { verdict: "permanent" });
  assert.equal(await run(scene, toTaken({})), "m99 in t1");
  assert.equal(await run(scene, toTaken({ tid: null })), "m99 in new");
  scene.refusal = new DeliveryError("timed out", { verdict: "transient" });
  assert.equal(await run(scene, toTaken({})), "retry");
  assert.equal(await run(scene, toTaken({ tid: null })), "retry");
});

test("deliver adopts the chat of an attempt before: of our title, made since, and nobody's", async () => {
  const chats: readonly (readonly [string, Partial<TeamChat>])[] = [
    ["another title", { title: "W: Tobias" }],
    ["made before", { createdAt: now - 6 * minute }],
    ["made nobody knows when", { createdAt: null }],
    ["somebody's", { tid: "t8" }],
  ];
  for (const [what, facts] of chats) {
    const scene = setScene();
    scene.owners.set("t8", 8);
    scene.chats.push({ tid: "t7", title, createdAt: now, ...facts });
    assert.equal(await run(scene, toTaken({ tid: null })), "m99 in new", what);
  }
  const scene = setScene();
  scene.owners.set("t8", 8);
  for (const tid of ["t8", "t7"]) scene.chats.push({ tid, title, createdAt: now - 4 * minute });
  assert.equal(await run(scene, toTaken({ tid: null })), "m99 in t7");
  assert.ok(!scene.done.includes("create"));
});

test("deliver posts nothing into a chat that another session got meanwhile", async () => {
  const scene = setScene();
  scene.chats.push({ tid: "t7", title, createdAt: now });
  const { ledger } = scene.ports;
  const known: Ledger["known"] = async (references) => {
    const answer = await ledger.known(references);
    scene.owners.set("t7", 8);
    return answer;
  };
  const ports = { ...scene.ports, ledger: { ...ledger, known } };
  const outcome = await deliver(toTaken({ tid: null }), ports);
  assert.ok(outcome.kind === "retry" && outcome.uncertain);
  assert.ok(!scene.done.some((what) => what.startsWith("post in")));
  assert.equal(await run(scene, toTaken({ tid: null })), "m99 in new");
});
