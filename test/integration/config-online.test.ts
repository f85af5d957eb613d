// `config validate --online`: what Teamwire says of the people and circles in the config.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { createWorldConfig, startWorld, type World } from "../../src/simulator/world.ts";
import { runCommand, type Ran } from "../fakes/io.ts";

interface Told {
  readonly valid: boolean;
  readonly problems: readonly { readonly where: string; message: string; hint: string }[];
}

interface Scene {
  readonly world: World;
  /** @param env over the simulators' settings */
  readonly validate: (
    env?: Readonly<Record<string, string>>,
    ...more: readonly string[]
  ) => Promise<Ran & Told>;
}

async function startScene(t: TestContext, config: object): Promise<Scene> {
  const world = await startWorld();
  const cwd = mkdtempSync(join(tmpdir(), "whatsapp-bot-online-"));
  t.after(async () => {
    await world.close();
    rmSync(cwd, { recursive: true, force: true });
  });
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(config));
  return {
    world,
    async validate(env = {}, ...more) {
      const args = ["config", "validate", "--online", "--json", ...more];
      const ran = await runCommand(args, { cwd, env: { ...world.environment, ...env } });
      return { ...ran, ...(JSON.parse(ran.stdout) as Told) };
    },
  };
}

const key = "0f093255-25fa-4588-ac7d-0862e7020adc";
const small = { key, chat_title_prefix: "W" };

test("config validate --online takes a config whose people and circles Teamwire knows", async (t) => {
  const { validate } = await startScene(t, createWorldConfig());
  const { code, valid, problems } = await validate();
  assert.deepEqual([code, valid, problems], [0, true, []]);
});

test("config validate --online names everybody whom Teamwire does not know, in every config", async (t) => {
  const { world, validate } = await startScene(t, {
    enabled_config: key,
    configs: [
      {
        ...small,
        group_recipients: [
          { title: "Support" },
          { title: "Management" },
          { group_id: "group-gone" },
          { title: "Friday lunch" },
        ],
        user_recipients: [{ user_id: "user-jonas" }, { first_name: "Nobody", last_name: "Here" }],
        admins: [{ first_name: "Anna", last_name: "Becker" }],
      },
      {
        ...small,
        key: "6a9d1a9e-2f0b-4c39-9df0-6d8d42f1a001",
        user_recipients: [{ user_id: "x" }],
      },
    ],
  });
  const { simulator } = world.teamwire;
  const [anna] = world.cast.users;
  const [support] = world.cast.groups;
  assert.ok(anna && support);
  simulator.users = [...simulator.users, { ...anna, uid: "user-anna-2" }];
  const list = { ...support, gid: "list", title: "Friday lunch", is_circle: false, is_list: true };
  simulator.groups = [...simulator.groups, list];
  const { code, valid, problems } = await validate();
  assert.deepEqual([code, valid], [78, false]);
  assert.deepEqual(
    problems.map(({ where, message }) => `${where}: ${message}`),
    [
      'configs[0].group_recipients[1]: "Management" at Teamwire: circle is not public',
      'configs[0].group_recipients[2]: "group-gone" at Teamwire: no such circle',
      'configs[0].group_recipients[3]: "Friday lunch" at Teamwire: not a circle',
      'configs[0].user_recipients[1]: "Nobody Here" at Teamwire: no such user',
      'configs[0].admins[0]: "Anna Becker" at Teamwire: several users match',
      'configs[1].user_recipients[0]: "x" at Teamwire: no such user',
    ],
  );
  const hints = problems.map(({ hint }) => hint);
  for (const [at, hint] of [
    /public/,
    /title/,
    /administrator/,
    /as Teamwire shows/,
    /user_id/,
  ].entries()) {
    assert.match(hints[at] ?? "", hint);
  }
});

test("config validate --online ends with 69 where Teamwire is away, with 77 where it refuses", async (t) => {
  const { validate } = await startScene(t, createWorldConfig());
  const away = await validate({ TW_API_HOST: "http://127.0.0.1:9" });
  assert.deepEqual([away.code, away.valid], [69, false]);
  assert.deepEqual(
    away.problems.map(({ where }) => where),
    ["TW_API_HOST"],
  );
  assert.match(away.stderr, /"code":"unreachable".*TW_API_HOST/);
  const refused = await validate({ TW_API_SECRET: "another-secret" });
  assert.deepEqual([refused.code, refused.valid], [77, false]);
  assert.match(refused.stderr, /"code":"refused_credentials".*TW_API_SECRET/);
  assert.doesNotMatch(refused.stdout + refused.stderr, /another-secret/);
  const both = await validate({ TW_API_SECRET: "another-secret", WA_LOCALE: "nl" });
  assert.equal(both.code, 78, "something else is wrong too");
});

test("config validate --online checks a file alone with nothing but Teamwire's settings", async (t) => {
  const { world, validate } = await startScene(t, createWorldConfig());
  const { code } = await validate({ WA_API_KEY: "", WA_LOCALE: "nl" }, "wa_config.json");
  assert.equal(code, 0);
  const nameless = await validate({ TW_API_APPID: "" }, "wa_config.json");
  assert.equal(nameless.code, 78);
  assert.match(nameless.stderr, /Teamwire was not asked/);
  assert.equal(world.teamwire.simulator.chats.length, 0);
});
