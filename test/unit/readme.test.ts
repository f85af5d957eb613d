import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { createProgram } from "../../src/cli/program.ts";
import { renderCommandsTable } from "../../src/cli/tree.ts";
import { renderSettingsTable } from "../../src/settings/help.ts";
import { parseConfig } from "../../src/settings/parse-config.ts";
import { createIo } from "../fakes/io.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

/** What stands in README between two marks. */
function readTable(name: string): string | undefined {
  return new RegExp(`<!-- ${name}:.*?-->\n(.*?)\n<!-- end of ${name} -->`, "s").exec(readme)?.[1];
}

test("README's config is one that the program takes, with the keys that it shows beside it", () => {
  const [whole, more] = Array.from(readme.matchAll(/```json\n(.*?)```/gs), ([, text]) => text);
  assert.ok(whole && more);
  const { configs } = JSON.parse(whole) as { configs: object[] };
  const added = JSON.parse(`{${more}}`) as object;
  const text = JSON.stringify({ configs: [{ ...configs[0], ...added }] });
  assert.deepEqual(parseConfig(text, { file: "c.json" }).problems, []);
});

test("README lists the settings as the program has them", () => {
  assert.equal(readTable("settings"), renderSettingsTable());
});

test("README lists the commands as the program has them", async () => {
  assert.equal(readTable("commands"), renderCommandsTable(await createProgram(createIo(), "all")));
});
