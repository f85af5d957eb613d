// `templates list`: the numbers that staff use, for operators.
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { createWorldConfig, startWorld } from "../../src/simulator/world.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { runCommand, type RunOptions } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { post, readAnswers, toTemplate } from "./template-scene.ts";

interface Listed {
  readonly templates: readonly {
    readonly number: number;
    readonly provisional: boolean;
    readonly name: string;
  }[];
  readonly total: number;
}

function createFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-templates-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Number and name of each; `*` behind a number that is not in the store yet. */
async function list(options: RunOptions): Promise<string[]> {
  const { code, stdout, stderr } = await runCommand(["templates", "list", "--json"], options);
  assert.equal(code, 0, stderr);
  const { templates, total } = JSON.parse(stdout) as Listed;
  assert.equal(total, templates.length);
  return templates.map(
    ({ number, provisional, name }) => `${number}${provisional ? "*" : ""} ${name}`,
  );
}

async function startScene(t: TestContext): Promise<{ bot: Bot; options: RunOptions }> {
  const templates = [toTemplate("one"), toTemplate("two")];
  const bot = await startBot(t, { world: { dialog360: { templates } } });
  const cwd = createFolder(t);
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const env = { ...bot.world.environment, WA_DB_FILE: join(bot.folder, "store.db") };
  return { bot, options: { cwd, env } };
}

test("templates list numbers as /templates does, while serve runs, and marks what serve has not seen", async (t) => {
  const { bot, options } = await startScene(t);
  await beginChat(bot);
  const { simulator } = bot.world.dialog360;
  await until("the list", () => bot.read((reader) => reader.templates().length === 2));
  assert.deepEqual(await list(options), ["1 one", "2 two"]);
  simulator.templates = [toTemplate("three"), toTemplate("two"), toTemplate("four")];
  const store = readFileSync(join(bot.folder, "store.db"));
  assert.deepEqual(await list(options), ["2 two", "3* three", "4* four"]);
  assert.deepEqual(readFileSync(join(bot.folder, "store.db")), store);
  await bot.clock.advance(60_000);
  post(bot, "/templates");
  const shown = await until("the answer", () => readAnswers(bot)[0]);
  assert.equal(shown, "Available template messages:\n\n2. two\n3. three\n4. four");
  assert.deepEqual(await list(options), ["2 two", "3 three", "4 four"]);
});

test("templates list numbers by the order in the JSON config where it has one", async (t) => {
  const { options } = await startScene(t);
  const [base] = createWorldConfig()["configs"] as object[];
  const chosen = { ...base, templates: [{ name: "two" }, { name: "gone" }, { name: "one" }] };
  const file = join(options.cwd ?? "", "wa_config.json");
  writeFileSync(file, JSON.stringify({ configs: [chosen] }));
  assert.deepEqual(await list(options), ["1 two", "3 one"]);
});

test("templates list works without store and config, makes none, and says what that means", async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const cwd = createFolder(t);
  const env = { WA_API_KEY: world.dialog360.simulator.apiKey, WA_API_URL: world.dialog360.url };
  const { code, stdout, stderr } = await runCommand(["templates", "list"], { cwd, env });
  assert.equal(code, 0);
  assert.deepEqual(
    stdout.split("\n").map((line) => line.split("\t").slice(0, 4)),
    [
      ["NUMBER", "NAME", "LANGUAGE", "NEEDS"],
      ["1*", "contact_again", "en", "-"],
      ["2*", "order_ready", "en", "{{1}} | {{2}}"],
      [
        "3*",
        "parcel_sent",
        "en",
        "{{1}} (heading “Order {{1}}”) | {{1}} | {{2}} | {{1}} (link of the button “Track it”)",
      ],
      ["4*", "new_opening", "en", "a picture (JPEG or PNG), {{1}}"],
      [""],
    ],
  );
  assert.match(stderr, /wa_config\.json is missing or not valid/);
  assert.match(stderr, /\* not in the store yet/);
  assert.deepEqual(readdirSync(cwd), []);
  const narrow = await runCommand(["templates", "list"], { cwd, env, columns: 60 });
  assert.match(narrow.stdout, /^NUMBER +NAME +LANGUAGE +TEXT\n/);
  assert.ok(narrow.stdout.split("\n").every((line) => line.length <= 60));
});

test("templates list ends with 77 where the key is refused, with 69 where 360dialog is away", async (t) => {
  const world = await startWorld();
  t.after(() => world.close());
  const cwd = createFolder(t);
  const refused = { WA_API_KEY: "wrong", WA_API_URL: world.dialog360.url };
  assert.equal((await runCommand(["templates", "list"], { cwd, env: refused })).code, 77);
  const away = { WA_API_KEY: "wrong", WA_API_URL: "http://127.0.0.1:9" };
  assert.equal((await runCommand(["templates", "list"], { cwd, env: away })).code, 69);
  assert.equal((await runCommand(["templates", "list"], { cwd })).code, 78);
});
