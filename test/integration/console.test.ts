import assert from "node:assert/strict";
import { get, type IncomingMessage } from "node:http";
import { test, type TestContext } from "node:test";

import { startBot, type Bot } from "../fakes/bot.ts";
import { beginChat, failDelivery, phone, postUnreadable, toBatch } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";

const token = "correct-horse-battery";
const authorization = { Authorization: `Bearer ${token}` };

test("the console is whole by itself, and lets nothing in from elsewhere", async (t) => {
  const bot = await startBot(t);
  const page = await fetch(`${bot.opsUrl}/`);
  assert.equal(page.status, 200);
  const policy = page.headers.get("Content-Security-Policy") ?? "";
  assert.match(policy, /^default-src 'none'; script-src 'self'; style-src 'self';/);
  assert.match(policy, /frame-ancestors 'none'/);
  assert.doesNotMatch(policy, /unsafe|https?:|\*/);
  const html = await page.text();
  assert.doesNotMatch(html, /(?:src|href)="(?:https?:)?\/\/|<style|<script>| on\w+="/);
  for (const [, path] of html.matchAll(/(?:src|href)="((?!data:)[^"]+)"/g)) {
    const asset = await fetch(`${bot.opsUrl}/${path}`);
    await asset.body?.cancel();
    assert.equal(asset.status, 200, path);
  }
  const missing = await fetch(`${bot.opsUrl}/console/constructor`);
  assert.deepEqual([missing.status, await missing.text()], [404, "Not found\n"]);
});

test("the console tells a program with the token what is live, without numbers or texts", async (t) => {
  const bot = await startBot(t, { environment: { WA_OPS_TOKEN: token } });
  const tid = await beginChat(bot);
  await failDelivery(bot, tid, "Lost in space");
  await postUnreadable(bot, toBatch());
  assert.equal((await fetch(`${bot.opsUrl}/console/live`)).status, 401);
  const live = await openLive(t, bot);
  const parts = await live.read("sessions");
  assert.match(parts, /event: hello\ndata: \{"now":\d+,"pageToken":"[0-9a-f]{32}"/);
  for (const name of ["health", "counts", "waiting", "failed", "traffic"]) {
    assert.match(parts, new RegExp(`event: ${name}\n`));
  }
  assert.match(parts, /"name":"Tobias","phone":"\+496813\*\*\*978"/);
  assert.ok(!parts.includes(phone.slice(5)), "no number in full");
  assert.doesNotMatch(parts, /Hello|Lost in space|first|third/);
});

test("the console does what it is asked only by its own page", async (t) => {
  const bot = await startBot(t, { environment: { WA_OPS_TOKEN: token } });
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "Lost");
  const pageToken = /"pageToken":"(\w+)"/.exec(await (await openLive(t, bot)).read("hello"))?.[1];
  assert.ok(pageToken);
  async function decide(body: string, headers: Record<string, string>): Promise<[number, unknown]> {
    const answer = await fetch(`${bot.opsUrl}/console/decide`, { method: "POST", body, headers });
    return [answer.status, await answer.json().catch(() => null)];
  }
  const drop = JSON.stringify({ "deliveries.drop": [id, 4711] });
  const own = { ...authorization, "X-Page-Token": pageToken };
  assert.equal((await decide(drop, { "X-Page-Token": pageToken }))[0], 401);
  assert.equal((await decide(drop, authorization))[0], 403);
  assert.equal((await decide(drop, { ...authorization, "X-Page-Token": "0" }))[0], 403);
  assert.equal((await decide(drop, { ...own, "Sec-Fetch-Site": "cross-site" }))[0], 403);
  for (const wrong of [
    "",
    "null",
    '{"reload":[1]}',
    '{"deliveries.drop":["1"]}',
    '{"deliveries.drop":1}',
    '{"deliveries.drop":[1],"constructor":[1]}',
  ]) {
    assert.equal((await decide(wrong, own))[0], 400, wrong);
  }
  assert.equal((await decide(`{"deliveries.drop":[${"1,".repeat(40_000)}1]}`, own))[0], 413);
  assert.deepEqual(await decide(drop, own), [
    200,
    {
      done: 1,
      refused: [{ id: 4711, reason: "there is no such delivery", of: "deliveries" }],
    },
  ]);
  assert.equal((await bot.read((reader) => reader.delivery(id)))?.state, "dropped");
});

test("the console holds nobody up who ends serve", async (t) => {
  const bot = await startBot(t);
  const live = await openLive(t, bot, {});
  await live.read("sessions");
  await bot.stop();
  await live.ended;
});

interface Live {
  /** Everything up to the first part of that name. */
  read(name: string): Promise<string>;
  readonly ended: Promise<void>;
}

/** Not by fetch: in tests it waits for the end of what it has begun. */
async function openLive(
  t: TestContext,
  bot: Bot,
  headers: Readonly<Record<string, string>> = authorization,
): Promise<Live> {
  const request = get(`${bot.opsUrl}/console/live`, { headers });
  t.after(() => void request.destroy());
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    request.on("response", resolve).on("error", reject);
  });
  assert.equal(answer.statusCode, 200);
  assert.match(answer.headers["content-type"] ?? "", /^text\/event-stream/);
  let text = "";
  answer.setEncoding("utf8").on("data", (chunk) => (text += String(chunk)));
  return {
    ended: new Promise((resolve, reject) => {
      answer.on("end", resolve).on("error", reject);
    }),
    read: (name) =>
      until(name, () => (text.includes(`event: ${name}\n`) && text.endsWith("\n\n") ? text : null)),
  };
}
