import assert from "node:assert/strict";
import { test } from "node:test";

import { until } from "../fakes/until.ts";
import { createStage, programs, type Stage } from "./program.ts";

const reminder =
  "Your message reached us while we were not available, may we contact you concerning your question again? If so, please reply to this message with YES.";

/** What the only chat shows, the customer's posts by their name and the bot's own as `bot`. */
function readChat(stage: Stage): string[] {
  const [chat] = stage.world.teamwire.simulator.chats;
  return (chat?.messages ?? []).map(
    ({ from_user: author, msg, sender_display_name: name }) =>
      `${name ?? (author.is_bot ? "bot" : author.first_name)}: ${msg}`,
  );
}

async function answer(stage: Stage, command: string): Promise<string> {
  const { simulator } = stage.world.teamwire;
  const [entry] = simulator.chats;
  assert.ok(entry);
  const before = readChat(stage).length;
  simulator.post(entry.chat.tid, "user-anna", command);
  await until(`an answer to ${command}`, () => readChat(stage).length > before + 1);
  return readChat(stage)[before + 1] ?? "";
}

for (const program of programs) {
  for (const shape of ["v2", "v1"] as const) {
    test(`the main job, end to end: ${program.name}, ${shape}`, async (t) => {
      const stage = await createStage(t, program, { world: { dialog360: { shape } } });
      const { dialog360, teamwire, cast } = stage.world;
      const [tobias] = cast.customers;
      assert.ok(tobias);

      const served = await stage.serve();
      const set = await stage.run("webhook", "set", "https://example.com/whatsapp/notification");
      assert.deepEqual([set.code, set.stderr], [0, ""]);
      const { headers } = dialog360.simulator.webhook.target ?? { headers: {} };
      dialog360.simulator.webhook.register({ url: served.notifications, headers });

      await dialog360.simulator.writes(tobias, "Hello, are you there?").taken;
      await until("the message in the chat", () => readChat(stage).length === 1);
      const [entry] = teamwire.simulator.chats;
      assert.ok(entry);
      assert.equal(entry.chat.title, "Whatsapp: Tobias (+49681300012978)");
      assert.deepEqual(entry.groupIds, ["group-support"]);
      assert.deepEqual([...entry.userIds].toSorted(), ["user-anna", "user-jonas"]);
      assert.deepEqual(entry.adminIds, ["user-anna"]);
      assert.ok(entry.avatarAssetId);
      assert.deepEqual(readChat(stage), ["Tobias: Hello, are you there?"]);

      teamwire.simulator.post(entry.chat.tid, "user-anna", "Hello Tobias, yes!");
      const sent = await until("the answer at 360dialog", () => dialog360.simulator.sends[0]);
      assert.deepEqual([sent.type, sent.phone], ["text", tobias.phone]);
      dialog360.simulator.reads(tobias);
      await until("the receipts", async () => {
        const { stdout } = await stage.run("deliveries", "list", "--json", "--state", "read");
        return (JSON.parse(stdout) as { total: number }).total === 1;
      });

      assert.match(
        await answer(stage, "/help"),
        /^bot: Whatsapp Bot\n\nAvailable commands:\n\/help: list/,
      );
      const info = await answer(stage, "/info");
      assert.match(info, /\nBy WhatsApp user: Tobias\nPhone number: \+496813\*\*\*978\n/);
      assert.match(info, /\nStarted at: \d\d\/\d\d\/\d{4}, \d\d:\d\d:\d\d\n/);
      assert.match(info, /\nConversation active: Yes\n/);
      assert.match(
        await answer(stage, "/templates"),
        new RegExp(`^bot: Available template messages:\n\n1\\. ${reminder.replace("?", "\\?")}`),
      );
      assert.match(await answer(stage, "/send 1"), /^bot: Template message 1/);
      assert.deepEqual(
        dialog360.simulator.sends.map(({ type }) => type),
        ["text", "template"],
      );
      await until("the template's delivery is told", () =>
        readChat(stage).some((line) => /Template message 1 .*delivered/.test(line)),
      );

      // Letters beyond ASCII, which stand in our own code here, have to come through the build.
      await answer(stage, "/send 2 “Jane | Joe” | 17");
      const filled = await until("the filled template", () => dialog360.simulator.sends[2]);
      const parameters = JSON.stringify(filled.body).match(/"text":"[^"]*"/g);
      assert.deepEqual(parameters, ['"text":"Jane | Joe"', '"text":"17"']);

      assert.equal(await stage.end("SIGTERM"), 0);
      const { stdout } = await stage.run("sessions", "list", "--json");
      const { sessions, total } = JSON.parse(stdout) as {
        sessions: { customer: object; active: boolean; chat: { title: string } }[];
        total: number;
      };
      assert.equal(total, 1);
      assert.equal(sessions[0]?.active, true);
      assert.equal(sessions[0].chat.title, "Whatsapp: Tobias (+496813***978)");
      assert.doesNotMatch(stdout, /49681300012978/);
      assert.doesNotMatch(
        stage.log,
        /49681300012978|Hello|simulated-secret|simulated-360dialog-key/,
      );
    });
  }

  test(`kill -9 right after a 200 loses nothing: ${program.name}`, async (t) => {
    const stage = await createStage(t, program, {
      environment: { WA_WEBHOOK_SECRET: "s3cret-s3cret" },
    });
    stage.headers = { Authorization: "Bearer s3cret-s3cret" };
    const { dialog360, teamwire, cast } = stage.world;
    const [tobias] = cast.customers;
    assert.ok(tobias);
    await stage.serve();
    teamwire.simulator.faults.away = true;
    assert.equal(await dialog360.simulator.writes(tobias, "Do not lose me").taken, true);
    await stage.end("SIGKILL");
    teamwire.simulator.faults.away = false;
    await stage.serve();
    await until("the message in the chat", () => readChat(stage).length > 0);
    assert.deepEqual(readChat(stage), ["Tobias: Do not lose me"]);
  });
}
