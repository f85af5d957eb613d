import assert from "node:assert/strict";
import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";

test("a body that is no JSON is stored, answered 200, and listed as dead", async (t) => {
  const bot = await startBot(t);
  for (const body of ["no json at all", "", "{", "[1,2]x"])
    assert.equal(await bot.notify(body), 200);
  const dead = await until("all dead", () =>
    bot.read((reader) => {
      const { rows } = reader.notifications({ limit: 0 });
      return rows.filter(({ state }) => state === "dead").length === 4 ? rows : null;
    }),
  );
  assert.ok(dead.every(({ reason }) => reason !== null && !reason.includes("no json at all")));
});

test("a body over 4 MiB is refused with 413 and not stored, one of 3 MB is taken", async (t) => {
  const bot = await startBot(t);
  assert.equal(await bot.notify("x".repeat(4 * 1024 * 1024 + 1)), 413);
  assert.equal(await bot.notify("x".repeat(3_000_000)), 200);
  const { total } = await bot.read((reader) => reader.notifications({ limit: 0 }));
  assert.equal(total, 1);
});

test("another path is 404, another method 405", async (t) => {
  const bot = await startBot(t);
  const answers = await Promise.all([
    fetch(`${bot.notificationsUrl}/more`, { method: "POST", headers: bot.headers }),
    fetch(bot.notificationsUrl, { headers: bot.headers }),
  ]);
  for (const answer of answers) await answer.body?.cancel();
  assert.deepEqual(
    answers.map(({ status }) => status),
    [404, 405],
  );
});

test("a notification for another number is set aside and leaves no message", async (t) => {
  const bot = await startBot(t, { environment: { WA_PHONE_NUMBER_ID: "999" } });
  const file = new URL("../fixtures/dialog360/v2/text.json", import.meta.url);
  assert.equal(await bot.notify(readFileSync(file, "utf8")), 200);
  await until("it is planned", () =>
    bot.read((reader) =>
      reader
        .notifications({ limit: 0 })
        .rows.some(({ source, state }) => source === "dialog360" && state !== "recorded"),
    ),
  );
  assert.equal(bot.world.teamwire.simulator.chats.length, 0);
});

test("serve answers health checks, and names what is degraded with its remedy", async (t) => {
  const bot = await startBot(t, { config: { user_recipients: [{ user_id: "user-gone" }] } });
  const ready = async (): Promise<{ ready: boolean; degraded: { id: string; remedy: string }[] }> =>
    (await fetch(`${bot.opsUrl}/readyz`)).json() as never;
  assert.equal(await (await fetch(`${bot.opsUrl}/livez`)).text(), "ok\n");
  const [tobias] = bot.world.cast.customers;
  assert.ok(tobias);
  await bot.world.dialog360.simulator.writes(tobias, "Hello").taken;
  await until("the chat is made without the colleague who is gone", () => bot.posts().length === 1);
  const { ready: isReady, degraded } = await ready();
  assert.equal(isReady, true);
  const trouble = degraded.find(({ id }) => id === "recipients");
  assert.match(JSON.stringify(trouble), /user-gone/);
});

test("a file that is not our store is refused untouched", async (t) => {
  const bot = await startBot(t);
  await bot.stop();
  const file = join(bot.folder, "store.db");
  writeFileSync(file, "SQLite format 3\0 of somebody else");
  const before = [readFileSync(file, "utf8"), statSync(file).mtimeMs];
  await assert.rejects(bot.start(), { name: "OperatorError", exitCode: 78 });
  assert.deepEqual([readFileSync(file, "utf8"), statSync(file).mtimeMs], before);
});
