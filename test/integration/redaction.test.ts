// Nobody sees a number in full who did not ask for it: every command that reads, and everything that is logged.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { Command } from "commander";

import { createProgram } from "../../src/cli/program.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { ask, phone, toMessageId } from "../fakes/failures.ts";
import { until } from "../fakes/until.ts";
import { envelope, textMessage } from "./conversation.ts";
import { post } from "./template-scene.ts";

/** Commands that show nothing of what is stored; every other one has to be tried below. */
const showNothing: ReadonlySet<string> = new Set([
  "serve",
  "serve reload",
  "webhook set",
  "webhook show",
  "healthcheck",
  "demo",
  "simulate",
  "restore",
  "doctor",
  "completion",
  "completion bash",
  "completion zsh",
  "completion fish",
  "licenses",
  "help",
  "templates list",
  "config init",
  "config schema",
  "config show",
  "config validate",
  // In full by their purpose: the answer to the person's own question.
  "sessions export",
]);

/** What is tried of the others. */
const tried: Readonly<Record<string, readonly string[]>> = {
  "sessions list": [],
  "sessions show": ["1"],
  "deliveries list": [],
  "deliveries show": ["failed"],
  "notifications list": [],
  "notifications show": ["dead"],
  "notifications replay": ["dead"],
  "deliveries retry": ["failed"],
  "deliveries drop": ["failed"],
  "notifications drop": ["dead"],
  backup: ["backup"],
  "sessions forget": ["1", "--yes"],
};

test("no command that reads shows a number in full unless it is asked to, and no log does at all", async (t) => {
  const bot = await startBot(t);
  const ids = await playNumbers(bot);
  const commands = await listCommands();
  for (const name of commands)
    assert.ok(showNothing.has(name) || name in tried, `${name} is tried`);
  for (const [name, given] of Object.entries(tried)) {
    const args = given.map((one) => ids[one] ?? one);
    for (const json of [[], ["--json"]]) {
      const path = name === "backup" ? [`${bot.folder}/copy-${json.length}.db`] : args;
      const ran = await ask(bot, [...name.split(" "), ...path, ...json]);
      assertRedacted(ran.stdout + ran.stderr, [name, ...json].join(" "));
    }
  }
  assertRedacted(bot.log, "the log");
});

test("the readers show a number in full where that is asked for", async (t) => {
  const bot = await startBot(t);
  const ids = await playNumbers(bot);
  for (const args of [
    ["sessions", "list", "--show-phone"],
    ["sessions", "show", "1", "--show-phone"],
    ["notifications", "show", ids["dead"] ?? "", "--show-phone"],
    ["deliveries", "show", ids["failed"] ?? "", "--show-phone"],
    ["sessions", "export", "1"],
  ]) {
    const { stdout } = await ask(bot, args);
    assert.ok(stdout.includes(phone), args.join(" "));
  }
});

/** A number as the id, in the name, in texts of both sides, in a message's id and in a dead letter. @returns the ids of what failed */
async function playNumbers(bot: Bot): Promise<Readonly<Record<string, string>>> {
  const contacts = [{ profile: { name: `Tobias ${phone}` }, wa_id: phone }];
  const hello = textMessage(toMessageId("01"), "call +49 681 300 012 978");
  assert.equal(await bot.notify(envelope({ contacts, messages: [hello] })), 200);
  await until("the chat", () => bot.posts().length === 1);
  bot.world.dialog360.simulator.faults.failNext(1, {
    status: 400,
    body: { error: { message: `(#131026) Message to ${phone} undeliverable`, code: 131026 } },
  });
  post(bot, `your number is ${phone}`);
  await until("the failure", () => bot.posts().some((text) => text.includes("was not delivered")));
  const bad = { ...textMessage(toMessageId("02"), ""), text: { phone } };
  assert.equal(await bot.notify(envelope({ contacts, messages: [bad] })), 200);
  return until("the dead letter", () =>
    bot.read((reader) => {
      const dead = reader.notifications({ limit: 0 }).rows.find(({ reason }) => reason !== null);
      const { rows } = reader.deliveries({ states: ["failed"], limit: 0 });
      const failed = rows.find(({ to }) => to === "customer");
      return dead && failed && { dead: String(dead.id), failed: String(failed.id) };
    }),
  );
}

function assertRedacted(output: string, what: string): void {
  const digits = output.replace(/[\s().\-/]/g, "");
  assert.ok(!digits.includes(phone.slice(2)), `${what} shows the number: ${output}`);
  for (const last of ["01", "02"])
    assert.ok(!output.includes(toMessageId(last)), `${what}: its id`);
}

/** The commands that do something, by their whole names. */
async function listCommands(): Promise<string[]> {
  const args: string[] = [];
  const io: Parameters<typeof createProgram>[0] = {
    args,
    env: {},
    cwd: ".",
    pid: 1,
    stdout: { isTerminal: false, columns: 80, write() {} },
    stderr: { isTerminal: false, columns: 80, write() {} },
    runtime: "test",
    usage: () => ({ residentBytes: 0, heapBytes: 0, processorSeconds: 0 }),
    ask: async () => null,
    onSignal: () => ({ off() {} }),
    exit: () => {
      throw new Error("ended");
    },
  };
  const overview = await createProgram(io);
  args.push(...overview.commands.map((command) => command.name()));
  return listLeaves(await createProgram(io), "");
}

function listLeaves(command: Command, path: string): string[] {
  return command.commands.flatMap((one) => {
    const name = `${path}${one.name()}`;
    const below = listLeaves(one, `${name} `);
    return below.length > 0 ? below : [name];
  });
}
