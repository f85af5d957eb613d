import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { renderSettingsTable } from "../../src/settings/help.ts";

test("README lists the settings as the program has them", () => {
  const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
  const table = /<!-- settings:.*?-->\n(.*?)\n<!-- end of settings -->/s.exec(readme)?.[1];
  assert.equal(table, renderSettingsTable());
});
