import assert from "node:assert/strict";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { ask, parse, phone } from "../fakes/failures.ts";
import { findTraces } from "../fakes/traces.ts";
import { bsuid, otherId, playAll } from "./forget-scene.ts";

test("sessions export holds all that is kept on a person and nothing of others, with the files that are here", async (t) => {
  const bot = await startBot(t);
  await playAll(bot);
  const before = readdirSync(bot.folder);
  const answer = parse(await ask(bot, ["sessions", "export", "3"])) as unknown as Answer;
  assert.deepEqual(
    answer.sessions.map(({ id }) => id),
    [1],
  );
  assert.deepEqual(
    answer.sessions[0]?.merged_from.map(({ id }) => id),
    [3],
  );
  assert.deepEqual(
    answer.ids.map(({ value }) => value).toSorted(),
    [phone, bsuid, otherId].toSorted(),
  );
  const texts = JSON.stringify(answer);
  for (const kept of [
    "dead word of his",
    "torn word of his",
    "kept answer of staff",
    "waiting word of his",
  ]) {
    assert.ok(texts.includes(kept), kept);
  }
  for (const other of ["Lena", "dead word of hers", "49681300045312"]) {
    assert.ok(!texts.includes(other), other);
  }
  const held = answer.deliveries.find(({ state }) => state === "held");
  assert.equal(held?.text, "kept answer of staff");
  assert.ok(held?.held_at);
  assert.ok(answer.deliveries.some(({ delivered_at: at, text }) => at !== null && text === null));
  const folder = join(bot.folder, "answer");
  const ran = await ask(bot, [
    "sessions",
    "export",
    "1",
    "--format",
    "markdown",
    "--output",
    folder,
  ]);
  assert.equal(ran.code, 0, ran.stderr);
  assert.equal(ran.stdout, "");
  assert.deepEqual(readdirSync(folder).toSorted(), ["files", "session-1.md"]);
  assert.equal(statSync(join(folder, "session-1.md")).mode & 0o777, 0o600);
  const [file = ""] = readdirSync(join(folder, "files"));
  assert.match(file, /^\d+-Mietvertrag-Geheim\.pdf$/);
  assert.equal(readFileSync(join(folder, "files", file), "utf8"), "bytes of a file of his");
  const page = readFileSync(join(folder, "session-1.md"), "utf8");
  assert.match(page, /^# What is kept on Tob/);
  assert.match(page, /^- Phone number: \+49681300012978$/m);
  assert.match(page, /^## Messages\n\n\d+ in all\./m);
  assert.match(page, /\| from the customer \| reaction \| \(erased\) \| sent: sent /);
  assert.match(page, /\| kept answer of staff \| held \(window closed\): held 24 Nov 2026, 15:00/);
  assert.match(
    page,
    new RegExp(`\\[files/${file.replace("-", "-").replaceAll(".", String.raw`\.`)}\\]`),
  );
  assert.deepEqual(findTraces(folder, ["Lena Krüger", "dead word of hers"]), []);
  const again = await ask(bot, [
    "sessions",
    "export",
    "1",
    "--format",
    "markdown",
    "--output",
    folder,
  ]);
  assert.equal(again.code, 1, "nothing is written over");
  assert.deepEqual(readdirSync(bot.folder), [...before, "answer"].toSorted());
});

test("sessions export makes of what people write neither Markdown nor HTML, and knows when there is nobody", async (t) => {
  const bot = await startBot(t);
  const none = await ask(bot, ["sessions", "export", "7", "--json"]);
  assert.equal(none.code, 1);
  const { toMarkdown } = await import("../../src/cli/export-markdown.ts");
  const page = toMarkdown({
    exported_at: "2026-11-23T09:00:00.000Z",
    sessions: [],
    ids: [],
    records: [],
    chats: [{ tid: "T1", title: "a | b <script>\n# c [x](y)", state: "open" }],
    deliveries: [],
    notifications: [
      {
        id: 1,
        source: "dialog360",
        received_at: "2026-11-23T09:00:00.000Z",
        state: "dead",
        reason: "not JSON",
        body: "``` \u001b[31m ````",
      },
    ],
    receipts: [],
    files: [],
  });
  assert.ok(page.includes(String.raw`- a \| b \<script\> \# c \[x\](y) (open, id T1)`), page);
  assert.ok(page.includes("`````\n``` \\u001b[31m ````\n`````"), page);
});

interface Answer {
  readonly sessions: readonly {
    readonly id: number;
    readonly merged_from: readonly { readonly id: number }[];
  }[];
  readonly ids: readonly { readonly value: string }[];
  readonly deliveries: readonly {
    readonly state: string;
    readonly text: string | null;
    readonly held_at: string | null;
    readonly delivered_at: string | null;
  }[];
}
