import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { loadCommandTree } from "../../../../scripts/build/archive/command-tree.ts";
import { renderCompletions } from "../../../../scripts/build/archive/completions.ts";
import { renderManPage } from "../../../../scripts/build/archive/man-page.ts";
import {
  renderCode,
  renderTerm,
  renderText,
  renderUsage,
} from "../../../../scripts/build/archive/roff.ts";
import { isLeaf, listCommands } from "../../../../src/cli/tree.ts";
import { listDefinitions } from "../../../../src/settings/definitions.ts";
import { runCommand } from "../../../fakes/io.ts";

const edition = { version: "2.0.0", date: new Date("2026-11-23T23:36:57+01:00") };
const skip = spawnSync("mandoc", ["-h"]).error !== undefined && "no mandoc";

/** What a reader sees, 80 columns wide. */
function display(page: string): string {
  const { stdout, status } = mandoc(page, "-Tutf8", "-O", "width=80");
  assert.equal(status, 0);
  // Bold and italics are letters printed twice.
  return stdout.replace(/.[\b]/g, "");
}

function mandoc(input: string, ...args: readonly string[]): { stdout: string; status: unknown } {
  return spawnSync("mandoc", args, { input, encoding: "utf8", timeout: 60_000 });
}

/** Lines of a page in which they are alone. */
function displayLines(lines: readonly string[]): readonly string[] {
  const page = display(['.TH X 1 2026-11-23 "x 1" "y"', ".SH X", ...lines, ""].join("\n"));
  const shown = page.split("\n").filter((line) => line.trim() !== "");
  return shown.slice(2, -1).map((line) => line.slice(7));
}

test("renderManPage renders what mandoc has nothing against", { skip }, async () => {
  const page = renderManPage(await loadCommandTree(), edition);
  const { stdout, status } = mandoc(page, "-Tlint", "-W", "warning");
  assert.deepEqual([stdout, status], ["", 0]);
});

test("renderManPage has every command, option, setting and exit code", { skip }, async () => {
  const program = await loadCommandTree();
  const shown = display(renderManPage(program, edition));
  const headings = shown.split("\n").filter((line) => /^ {3}\S/.test(line));
  const leaves = listCommands(program).filter(isLeaf);
  assert.deepEqual(
    headings.map((line) => line.replace(/[<[].*/, "").trim()),
    leaves.map(({ path }) => path),
  );
  assert.ok(headings.includes("   completion <bash|zsh|fish>"));
  assert.ok(headings.includes("   deliveries retry <id...>"));
  for (const { command, path } of leaves) {
    for (const { long } of command.options) assert.ok(shown.includes(long ?? "?"), path);
  }
  for (const { name } of listDefinitions()) assert.match(shown, new RegExp(`^ {7}${name}\\b`, "m"));
  const readme = readFileSync("README.md", "utf8");
  const [, promised = ""] = /\*\*Exit codes\*\*: ([^]*?)\n\n/.exec(readme) ?? [];
  const codes = promised.split(/\s·\s/).map((one) => one.split(" ")[0]);
  const [, status = ""] = /\nEXIT STATUS\n([^]*?)\n[A-Z]/.exec(shown) ?? [];
  assert.deepEqual(
    Array.from(status.matchAll(/^ {7}(\d+) /gm), ([, code]) => code),
    codes,
  );
  const sections = shown.split("\n").filter((line) => /^[A-Z ]+$/.test(line));
  assert.equal(
    sections.join(", "),
    "NAME, SYNOPSIS, DESCRIPTION, COMMANDS, EXIT STATUS, ENVIRONMENT, FILES, EXAMPLES, SEE ALSO",
  );
  assert.match(shown, /^whatsapp-bot 2\.0\.0 +2026-11-23 +WHATSAPP-BOT\(1\)$/m);
});

test("renderManPage tells the settings' flags apart from a command's own", { skip }, async () => {
  const shown = display(renderManPage(await loadCommandTree(), edition));
  const [, demo = ""] = /\n {3}demo\n([^]*?)\n {3}\S/.exec(shown) ?? [];
  assert.match(demo, /--locale <locale>\n +language of the bot's texts/);
  assert.doesNotMatch(demo, /It takes/);
  const [, list = ""] = /\n {3}sessions list\n([^]*?)\n {3}\S/.exec(shown) ?? [];
  assert.match(list, /It takes --env-file, --db-file: see ENVIRONMENT\./);
});

test("text comes out of the man page as it went in", { skip }, () => {
  const hard = [
    ".TH is no command here",
    "'neither is this",
    "a\\fBb\\n, \\(aq and \\[u41]",
    "quotes: \"x\" 'y' `z` ^~ -- -",
    "Größe … ≤ 5 😀",
    "jq '.[] | select(.a != \"b\\n\")'",
  ];
  assert.deepEqual(
    displayLines(renderCode(hard.map((line) => `  ${line}`))),
    hard.map((line) => `    ${line}`),
  );
  for (const line of hard) {
    assert.deepEqual(displayLines(renderText(line)), [line]);
    assert.deepEqual(displayLines(renderTerm("x", line)).join(" ").replace(/^x +/, ""), line);
  }
});

test("renderText keeps indented lines and lets the others flow", { skip }, () => {
  const text = "\nOne\ntwo.\n\nExamples:\n  a --b     what for\n    c\n\nEnd.";
  assert.deepEqual(displayLines(renderText(text)), [
    "One two.",
    "Examples:",
    "    a --b",
    "        what for",
    "      c",
    "End.",
  ]);
});

test("renderUsage has in bold what is typed, in italics what is put in its place", () => {
  assert.equal(
    renderUsage("-s, --db-file <file> [id...]"),
    "\\fB\\-s\\fR, \\fB\\-\\-db\\-file\\fR <\\fIfile\\fR> [\\fIid...\\fR]",
  );
});

test("renderCompletions gives what completion prints", async () => {
  const scripts = renderCompletions(await loadCommandTree());
  const names = ["whatsapp-bot.bash", "_whatsapp-bot", "whatsapp-bot.fish"];
  assert.deepEqual(
    scripts.map(({ name }) => name),
    names,
  );
  for (const [index, shell] of ["bash", "zsh", "fish"].entries()) {
    assert.equal(scripts[index]?.text, (await runCommand(["completion", shell])).stdout);
  }
});
