import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";

import type { Command } from "commander";

import { createProgram } from "../../../src/cli/program.ts";
import { isLeaf, listCommands, type PlacedCommand } from "../../../src/cli/tree.ts";
import { createIo, runCommand } from "../../fakes/io.ts";

/** Those that read nothing, or print what is made to be read by a program as it is. */
const withoutJson = ["serve", "config init", "demo", "simulate", "completion", "help"];

async function listLeaves(): Promise<readonly PlacedCommand[]> {
  const program = await createProgram(createIo(), "all");
  return listCommands(program).filter(isLeaf);
}

test("every command has a description, examples, and what each of its options is for", async () => {
  const leaves = await listLeaves();
  assert.ok(leaves.length >= 20);
  for (const { path, command } of leaves) {
    assert.ok(command.description(), path);
    assert.doesNotMatch(command.description(), /\.$|^[A-Z][a-z]/, `${path}: no sentence`);
    const { code, stdout } = await runCommand([...path.split(" "), "--help"]);
    assert.equal(code, 0, path);
    assert.ok(
      toExamples(stdout).some((line) => line.includes("whatsapp-bot")),
      `${path}: example`,
    );
    for (const { flags, description } of command.options)
      assert.ok(description, `${path} ${flags}`);
  }
});

test("every command that reads takes --json", async () => {
  const leaves = await listLeaves();
  const without = leaves.filter(({ command }) => !hasOption(command, "--json"));
  const unexpected = without.filter(({ path }) => !withoutJson.includes(path));
  assert.deepEqual(
    unexpected.map(({ path }) => path),
    [],
  );
});

test("every command has a file of its own", async () => {
  for (const { path } of await listLeaves()) {
    const [first = ""] = path.split(" ");
    const files = [path.replaceAll(" ", "-"), first];
    const found = files.some((file) =>
      existsSync(new URL(`../../../src/cli/${file}.ts`, import.meta.url)),
    );
    assert.ok(found, path);
  }
});

test("help fits every terminal", async () => {
  const program = await createProgram(createIo(), "all");
  const paths = ["", ...listCommands(program).map(({ path }) => path)];
  for (const columns of [120, 80, 60, 40]) {
    for (const path of paths) {
      const args = [...path.split(" ").filter((word) => word !== ""), "--help"];
      const { code, stdout } = await runCommand(args, { columns });
      assert.equal(code, 0, path);
      const long = stdout.split("\n").filter((line) => line.length > columns && !isOneWord(line));
      assert.deepEqual(long, [], `${path} at ${columns}`);
      if (columns >= 80) assert.ok(stdout.split("\n").every((line) => line.length <= columns));
    }
  }
});

test("help of any command is printed by help too", async () => {
  for (const path of ["sessions", "sessions list", "backup"]) {
    const words = path.split(" ");
    const asked = await runCommand(["help", ...words]);
    assert.deepEqual(asked, await runCommand([...words, "--help"]));
  }
  const overview = await runCommand(["help"]);
  assert.match(overview.stdout, /^Usage: whatsapp-bot \[options\].*\n {2}sessions {2,}look at/s);
});

function toExamples(help: string): readonly string[] {
  return /\nExamples?\b[^\n]*:\n((?: +.*\n?)+)/.exec(help)?.[1]?.split("\n") ?? [];
}

/** A text in quotes or an address is not broken. */
function isOneWord(line: string): boolean {
  const words = line.trim().match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.filter((word) => word !== "\\").length === 1;
}

function hasOption(command: Command, long: string): boolean {
  return command.options.some((option) => option.long === long);
}
