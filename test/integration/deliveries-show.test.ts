import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { startBot } from "../fakes/bot.ts";
import {
  ask,
  beginChat,
  failDelivery,
  findDelivery,
  parse,
  phone,
  toMessageId,
} from "../fakes/failures.ts";
import { runCommand } from "../fakes/io.ts";
import { readFolder } from "../unit/ledger/temp-store.ts";

test("deliveries show prints what a failed delivery carries, while serve runs and after, and changes no file", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, `Reach Tobias at +${phone}`);
  const mid = bot.world.teamwire.simulator.chats[0]?.messages[1]?.mid;
  const expected = {
    id,
    session_id: 1,
    to: "customer",
    kind: "text",
    source_id: mid,
    state: "failed",
    attempts: 1,
    next_attempt_at: null,
    reason: "131026 Message undeliverable",
    created_at: "2026-11-23T09:00:00.000Z",
    part: 0,
    remote_id: null,
    chat: tid,
    renewed_at: null,
    notification_id: null,
    content: "Reach Tobias at +496813***978",
    trace: /"message":"delivery failed","trace":"(\w+)"/.exec(bot.log)?.[1],
  };
  for (const stop of [false, true]) {
    if (stop) await bot.stop();
    // What serve itself adds to its log meanwhile is no matter.
    const look = (): unknown =>
      stop ? readFolder(bot.folder) : readFileSync(join(bot.folder, "store.db"));
    const before = look();
    const ran = await ask(bot, ["deliveries", "show", String(id), "--json"]);
    assert.deepEqual([ran.code, ran.stderr], [0, ""]);
    assert.deepEqual(parse(ran), expected);
    assert.equal(Object.keys(parse(ran)).join(" "), Object.keys(expected).join(" "));
    const full = await ask(bot, ["deliveries", "show", String(id), "--json", "--show-phone"]);
    assert.equal(parse(full)["content"], `Reach Tobias at +${phone}`);
    assert.deepEqual(look(), before);
  }
});

test("deliveries show and list cut WhatsApp's message ids, which hold the number, unless they are asked for", async (t) => {
  const bot = await startBot(t);
  await beginChat(bot);
  const id = await findDelivery(bot, toMessageId("01"), "sent");
  const shown = await ask(bot, ["deliveries", "show", String(id), "--json"]);
  // The end of 3A0123456789ABCDEF01, by base64.
  assert.equal(parse(shown)["source_id"], "wamid.***QkNERUYwMQA=");
  assert.equal(parse(shown)["content"], null, "it has arrived");
  const listed = await ask(bot, ["deliveries", "list", "--json"]);
  assert.match(listed.stdout, /"source_id":"wamid\.\*\*\*QkNERUYwMQA="/);
  for (const args of [["list"], ["show", String(id)]]) {
    const full = await ask(bot, ["deliveries", ...args, "--json", "--show-phone"]);
    assert.ok(full.stdout.includes(toMessageId("01")));
  }
});

test("deliveries show prints a template as the customer reads it", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "/send 2 Anna | 4711");
  const { content } = parse(await ask(bot, ["deliveries", "show", String(id), "--json"]));
  assert.equal(
    content,
    "Hello Anna, your order 4711 is ready. Please reply to this message if you have a question.",
  );
});

test("deliveries show prints lines for people that no message can make a terminal obey", async (t) => {
  const bot = await startBot(t);
  const tid = await beginChat(bot);
  const id = await failDelivery(bot, tid, "one\r\n\ttwo \u001b[31mred\u009b0m \u202egnp\r");
  const { stdout } = await ask(bot, ["deliveries", "show", String(id)], { columns: 80 });
  const [head = "", text] = stdout.split("\n\n");
  assert.equal(text, "one\n\ttwo \\u001b[31mred\\u009b0m \\u202egnp\\u000d\n");
  const lines = head.split("\n");
  assert.equal(lines[0], `Id:            ${id}`);
  assert.ok(lines.includes("Reason:        131026 Message undeliverable"), stdout);
  assert.ok(lines.includes("Remote id:     -"), stdout);
  assert.ok(
    lines.every((line) => /^[A-Z][a-z ]+: +\S/.test(line)),
    stdout,
  );
});

test("deliveries show of an id that there is not ends with 1, of one that is none with 2", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-show-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const bot = await startBot(t);
  const unknown = await ask(bot, ["deliveries", "show", "999", "--json"]);
  assert.deepEqual([unknown.code, unknown.stdout], [1, ""]);
  assert.deepEqual(JSON.parse(unknown.stderr), {
    error: {
      code: "not_found",
      message: "Show 999 of the deliveries: there is none of that id",
      hint: "whatsapp-bot deliveries list --limit 0 shows all that there are",
    },
  });
  assert.equal((await ask(bot, ["deliveries", "show", "first"])).code, 2);
  const env = { WA_DB_FILE: join(folder, "none.db") };
  const none = await runCommand(["deliveries", "show", "1"], { env });
  assert.equal(none.code, 1);
  assert.match(none.stderr, /there is no session store .*none\.db yet/);
  assert.deepEqual(readdirSync(folder), []);
});
