// What shells make of the scripts: they are really sourced, in every shell that is there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { runCommand } from "../fakes/io.ts";
import { createFolder } from "../unit/ledger/temp-store.ts";

type Shell = "bash" | "zsh" | "fish";

/** What was typed behind the program's name, and what is offered for its last word. */
const cases: readonly (readonly [typed: string, offered: readonly string[]])[] = [
  ["sess", ["sessions"]],
  ["deli", ["deliveries"]],
  ["sessions sh", ["show"]],
  ["sessions list --act", ["--active"]],
  ["serve rel", ["reload"]],
  ["serve --notifications-url", ["--notifications-url-path"]],
  // The value of an option is no command.
  ["serve --db-file webhook rel", ["reload"]],
  ["sessions list --db-file x", []],
  // Values.
  ["demo --locale d", ["de"]],
  ["demo --api ", ["v1", "v2"]],
  ["serve --log-level de", ["debug"]],
  ["serve --use-sandbox o", ["on", "off"]],
  ["serve --wa-", []],
  ["deliveries list --state fai", ["failed"]],
  ["deliveries list --state failed,pe", ["failed,pending"]],
  ["sessions list --limit 1", []],
  ["completion z", ["zsh"]],
  ["help deli", ["deliveries"]],
  // Files.
  ["backup cop", ["copy.db"]],
  ["sessions list --db-file cop", ["copy.db"]],
  ["config validate cop", ["copy.db"]],
  ["healthcheck cop", []],
];

function isThere(shell: Shell): boolean {
  return spawnSync(shell, ["-c", "exit 0"]).status === 0;
}

/** A folder with the script and a file whose name can be completed. */
async function setScene(t: TestContext, shell: Shell): Promise<string> {
  const folder = createFolder(t);
  const { code, stdout, stderr } = await runCommand(["completion", shell]);
  assert.deepEqual([code, stderr], [0, ""]);
  writeFileSync(join(folder, "script"), stdout);
  writeFileSync(join(folder, "copy.db"), "");
  return folder;
}

/** Runs a script of the shell's own. @returns what it printed */
function runShell(folder: string, command: readonly string[], ...args: readonly string[]): string {
  const [shell = "", ...options] = command;
  const { status, stdout, stderr } = spawnSync(shell, [...options, ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, HOME: folder, TERM: "xterm", LC_ALL: "C" },
    timeout: 60_000,
  });
  assert.equal(status, 0, stderr);
  assert.equal(stderr, "");
  return stdout;
}

test("bash completes", { skip: !isThere("bash") && "no bash" }, async (t) => {
  const folder = await setScene(t, "bash");
  const complete = `
    source ./script
    COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=()
    _whatsapp_bot
    (( \${#COMPREPLY[@]} == 0 )) || printf '%s\\n' "\${COMPREPLY[@]}"`;
  const offer = (words: readonly string[]): readonly string[] =>
    runShell(folder, ["bash", "--norc", "-c", complete, "bash"], "whatsapp-bot", ...words)
      .split("\n")
      .map((line) => line.trim())
      .filter((line) => line !== "");
  for (const [typed, offered] of cases) assert.deepEqual(offer(typed.split(" ")), offered, typed);
  assert.deepEqual(offer(["demo", "--locale", "=", "f"]), ["fr"]);
  assert.deepEqual(offer(["demo", "--locale", "="]), ["en", "de", "fr", "it", "es"]);
  assert.ok(offer([""]).includes("serve") && !offer([""]).includes("--help"));
});

test("fish completes", { skip: !isThere("fish") && "no fish" }, async (t) => {
  const folder = await setScene(t, "fish");
  const offer = (typed: string): readonly string[] =>
    runShell(folder, ["fish", "--no-config", "-c"], `source ./script; complete -C '${typed}'`)
      .split("\n")
      .map((line) => line.split("\t")[0] ?? "")
      .filter((line) => line !== "");
  for (const [typed, offered] of cases) {
    const found = offer(`whatsapp-bot ${typed}`);
    assert.deepEqual(found.toSorted(), offered.toSorted(), typed);
  }
  assert.deepEqual(offer("whatsapp-bot demo --locale=f"), ["--locale=fr"]);
});

test("zsh completes", { skip: !isThere("zsh") && "no zsh" }, async (t) => {
  const folder = await setScene(t, "zsh");
  // A shell in a terminal of its own: what Tab makes of a line is then printed between brackets.
  writeFileSync(
    join(folder, "setup"),
    `PROMPT=; unsetopt beep; autoload -U compinit; compinit -u -D; source ./script
    show() { print -r -- "<<$BUFFER>>"; BUFFER= }
    zle -N show; bindkey '^X' show`,
  );
  const complete = `
    zmodload zsh/zpty
    zpty inner zsh -f -i
    zpty -w inner 'source ./setup'
    for line; do
      zpty -w -n inner "whatsapp-bot $line"$'\\t\\x18'
      zpty -r inner seen '*<<*>>*'
      print -r -- "\${\${seen##*<<}%%>>*}"
    done
    zpty -d inner`;
  const single = cases.filter(([, offered]) => offered.length < 2);
  const lines = single.map(([typed]) => typed);
  const seen = runShell(folder, ["zsh", "-f", "-c", complete, "zsh"], ...lines).trimEnd();
  assert.deepEqual(
    // What it adds for a value or for a further word goes when a space is typed.
    seen.split("\n").map((line) => line.trimEnd().replace(/[=,]$/, "")),
    single.map(([typed, [offered]]) => {
      const words = typed.split(" ");
      return ["whatsapp-bot", ...words.slice(0, -1), offered ?? words.at(-1)].join(" ");
    }),
  );
});

test("completion takes one of three shells", async () => {
  const wrong = await runCommand(["completion", "bsh"]);
  assert.equal(wrong.code, 2);
  assert.match(
    wrong.stderr,
    /unknown shell bsh, did you mean bash or zsh\? \(it can be bash, zsh, fish\)/,
  );
  assert.equal((await runCommand(["completion"])).code, 2);
});
