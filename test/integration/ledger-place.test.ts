import assert from "node:assert/strict";
import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { openReader } from "../../src/ledger/reader.ts";
import { createFolder, silentLog } from "../unit/ledger/temp-store.ts";

const options = { log: silentLog, pid: 4711 };

function refusal(code: string, exitCode = 73): (error: unknown) => boolean {
  return (error) =>
    error instanceof OperatorError && error.exitCode === exitCode && error.code === code;
}

test("openLedger makes the file to which a link leads, and leaves the link", async (t) => {
  const folder = createFolder(t);
  mkdirSync(join(folder, "volume"));
  const [link, path] = [join(folder, "bot.db"), join(folder, "volume", "real.db")];
  symlinkSync(join("volume", "real.db"), link);
  const ledger = await openLedger(link, options);
  await assert.rejects(openLedger(path, options), refusal("store_in_use"));
  await ledger.close();
  assert.ok(lstatSync(link).isSymbolicLink());
  assert.deepEqual(readdirSync(join(folder, "volume")), ["real.db"]);
});

test("openLedger refuses a folder in the store's place, and links that lead nowhere", async (t) => {
  const folder = createFolder(t);
  mkdirSync(join(folder, "bot.db"));
  symlinkSync("loop", join(folder, "loop"));
  const place = (name: string): string => join(folder, name);
  await assert.rejects(openLedger(place("bot.db"), options), refusal("store_foreign", 78));
  await assert.rejects(openLedger(place("loop"), options), refusal("store_unusable"));
  assert.deepEqual(readdirSync(folder).toSorted(), ["bot.db", "loop"]);
});

test("openReader does not take what it cannot look at for a store that is not there", async (t) => {
  const folder = createFolder(t);
  symlinkSync("loop", join(folder, "loop"));
  for (const path of ["loop", "loop/bot.db"]) {
    await assert.rejects(openReader(join(folder, path)), refusal("store_unusable"), path);
  }
});

test("openReader refuses a file of another program", async (t) => {
  const path = join(createFolder(t), "bot.db");
  writeFileSync(path, "notes");
  await assert.rejects(
    openReader(path),
    (error) => error instanceof OperatorError && error.exitCode === 78,
  );
});
