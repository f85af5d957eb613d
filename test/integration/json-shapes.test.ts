// Every command that takes --json, run for real, prints what the contract says; so do errors.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { createProgram } from "../../src/cli/program.ts";
import { isLeaf, listCommands } from "../../src/cli/tree.ts";
import { findMisfits, hasShape } from "../contracts/json-shapes.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { findDelivery, postUnreadable, toBatch, toMessageId } from "../fakes/failures.ts";
import { createIo, runCommand, type Ran } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";

interface Scene {
  readonly bot: Bot;
  readonly run: (command: string, ...args: readonly string[]) => Promise<Ran>;
  /** Of a dead letter, and of the notification that holds it. */
  readonly dead: number;
  readonly unreadable: number;
}

/** Sessions with and without a number, deliveries of all kinds of state, dead letters, dead notifications. */
async function setScene(bot: Bot): Promise<Scene> {
  const { cast, dialog360 } = bot.world;
  for (const customer of cast.customers) await dialog360.simulator.writes(customer, "Hello").taken;
  await bot.notify("no json");
  const unreadable = await postUnreadable(bot, toBatch());
  const dead = await findDelivery(bot, toMessageId("03"), "failed");
  const isSettled = async (): Promise<boolean> => {
    const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
    return (
      rows.length >= 6 && rows.every(({ state }) => state !== "pending" && state !== "sending")
    );
  };
  await until("that all is settled", isSettled);
  const env = { ...bot.world.environment, WA_DB_FILE: join(bot.folder, "store.db") };
  const run: Scene["run"] = (command, ...args) =>
    runCommand([...command.split(" "), ...args, "--json"], { cwd: bot.folder, env });
  return { bot, run, dead, unreadable };
}

/** What each command is given, in an order in which one does not undo what the next one needs. */
const runs: Readonly<Record<string, (scene: Scene) => readonly string[]>> = {
  "--version": () => [],
  "webhook set": () => ["https://example.com/whatsapp/notification"],
  "webhook show": () => [],
  "config validate": () => ["config.json"],
  "config show": () => [],
  "config schema": () => [],
  "serve reload": () => [],
  "templates list": () => [],
  doctor: () => ["--bot-config", "config.json"],
  "sessions list": () => ["--limit", "0"],
  "sessions show": () => ["1"],
  "deliveries list": () => ["--limit", "0"],
  "deliveries show": ({ dead }) => [String(dead)],
  "deliveries retry": () => ["1", "999"],
  "notifications list": () => ["--limit", "0"],
  "notifications show": ({ unreadable }) => [String(unreadable)],
  "notifications replay": ({ unreadable }) => [String(unreadable), "999"],
  "notifications drop": ({ unreadable }) => [String(unreadable), "999"],
  "deliveries drop": ({ dead }) => [String(dead), "999"],
  backup: () => ["copy.db"],
  healthcheck: () => [],
  licenses: () => [],
  "sessions export": () => ["1"],
  "sessions forget": () => ["1", "--yes"],
  restore: () => ["copy.db"],
};

/** Warnings may come before the error. */
function toLastLine(stderr: string): string {
  return `${stderr.trimEnd().split("\n").at(-1)}\n`;
}

test("every command prints JSON of the shape that the contract has", async (t) => {
  const bot = await startBot(t);
  const scene = await setScene(bot);
  writeFileSync(join(bot.folder, "config.json"), `{"configs":[{"key":"x"}]}`);
  for (const [command, toArgs] of Object.entries(runs)) {
    if (command === "restore") await bot.stop();
    const { code, stdout, stderr } = await scene.run(command, ...toArgs(scene));
    assert.ok(code === 0 || code === 1 || command === "config validate", `${command}: ${stderr}`);
    assert.deepEqual(findMisfits(command, stdout), [], `${command}: ${stdout}`);
    if (code !== 0)
      assert.deepEqual(findMisfits("error", toLastLine(stderr)), [], `${command}: ${stderr}`);
  }
});

test("the lists that are looked at hold rows of every kind", async (t) => {
  const { run } = await setScene(await startBot(t));
  const { stdout: deliveries } = await run("deliveries list", "--limit", "0");
  for (const state of ["sent", "failed"])
    assert.ok(deliveries.includes(`"state":"${state}"`), state);
  assert.match(deliveries, /"session_id":null,"to":"team","kind":"unreadable"/);
  const { stdout: notifications } = await run("notifications list");
  for (const state of ["planned", "dead"]) assert.ok(notifications.includes(`"state":"${state}"`));
  const { stdout: sessions } = await run("sessions list");
  assert.match(sessions, /"phone":null/);
});

test("every command that takes --json has a shape, and is looked at", async () => {
  const program = await createProgram(createIo(), "all");
  const withJson = listCommands(program).filter(
    (place) => isLeaf(place) && place.command.options.some(({ long }) => long === "--json"),
  );
  assert.deepEqual(
    withJson.filter(({ path }) => !hasShape(path) || !(path in runs)).map(({ path }) => path),
    [],
  );
});

test("errors of every command are one JSON object with --json", async (t) => {
  const bot = await startBot(t);
  const store = join(bot.folder, "notes.txt");
  writeFileSync(store, "somebody's notes");
  const env = { WA_DB_FILE: store, WA_API_KEY: "k", WA_API_URL: "http://127.0.0.1:9" };
  const given: Readonly<Record<string, readonly string[]>> = {
    "webhook set": ["https://example.com/whatsapp/notification"],
    "webhook show": [],
    "config validate": ["missing.json"],
    "templates list": [],
    "serve reload": [],
    "sessions list": [],
    "sessions show": ["1"],
    "deliveries list": [],
    "deliveries show": ["1"],
    "deliveries retry": ["1"],
    "deliveries drop": ["1"],
    "notifications list": [],
    "notifications show": ["1"],
    "notifications replay": ["1"],
    "notifications drop": ["1"],
    backup: ["copy.db"],
    restore: ["copy.db"],
    healthcheck: [],
  };
  for (const [command, args] of Object.entries(given)) {
    for (const more of [args, [...args, "--frobnicate"]]) {
      const line = [...command.split(" "), ...more, "--json"];
      const { code, stderr } = await runCommand(line, { cwd: bot.folder, env });
      assert.ok(code > 0, line.join(" "));
      assert.deepEqual(
        findMisfits("error", toLastLine(stderr)),
        [],
        `${line.join(" ")}: ${stderr}`,
      );
    }
  }
});
