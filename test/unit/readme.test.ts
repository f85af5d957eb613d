import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { renderSettingsTable } from "../../src/settings/help.ts";
import { parseConfig } from "../../src/settings/parse-config.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

test("README's config is one that the program takes, with the keys that it shows beside it", () => {
  const [whole, more] = Array.from(readme.matchAll(/```json\n(.*?)```/gs), ([, text]) => text);
  assert.ok(whole && more);
  const { configs } = JSON.parse(whole) as { configs: object[] };
  const added = JSON.parse(`{${more}}`) as object;
  const text = JSON.stringify({ configs: [{ ...configs[0], ...added }] });
  assert.deepEqual(parseConfig(text, { file: "c.json" }).problems, []);
});

test("README lists the settings as the program has them", () => {
  const table = /<!-- settings:.*?-->\n(.*?)\n<!-- end of settings -->/s.exec(readme)?.[1];
  assert.equal(table, renderSettingsTable());
});
