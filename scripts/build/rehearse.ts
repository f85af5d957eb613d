// Run by the Node that will read them: runs commands, then writes beside each chunk what V8 has compiled of it, and prints
// which chunks were needed. Usage: rehearse.ts <folder of the chunks> <commands as JSON>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Script } from "node:vm";

import { type Chunk, createLoader } from "./inside/loader.ts";

const [, , folder = ".", commands = "[]"] = process.argv;
const waiting = JSON.parse(commands) as string[][];
const names = readdirSync(folder).toSorted();
const scripts = new Map(names.map((name) => [name, compile(name)]));
const needed = new Set<string>();

function compile(name: string): Script {
  return new Script(readFileSync(join(folder, name), "utf8"), { filename: name });
}

/** What the commands print is for nobody. */
const write = process.stdout.write.bind(process.stdout);
process.stdout.write = (...given: unknown[]) => {
  for (const one of given) if (typeof one === "function") one();
  return true;
};

/** As load.ts does. */
function start(): void {
  const load = createLoader(
    (name) => {
      needed.add(name);
      return scripts.get(name)?.runInThisContext() as Chunk;
    },
    [".", "."],
  );
  load("main.js");
}

/** The end of a command is that nothing is left to be done. */
process.on("beforeExit", () => {
  const next = waiting.shift();
  if (next) {
    process.argv = [process.execPath, "whatsapp-bot", ...next];
    start();
    // Else a command that has waited for nothing would be the last one.
    setImmediate(() => {});
    return;
  }
  for (const [name, script] of scripts) {
    writeFileSync(join(folder, `${name}.cache`), script.createCachedData());
  }
  write(JSON.stringify([...needed].toSorted()));
  // Not those of the commands, one of which finds no store.
  process.exitCode = 0;
});
