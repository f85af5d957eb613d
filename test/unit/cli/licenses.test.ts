import assert from "node:assert/strict";
import { test } from "node:test";

import { runCommand } from "../../fakes/io.ts";

test("licenses begins with the terms of the program itself", async () => {
  const { stdout } = await runCommand(["licenses"]);
  assert.match(
    stdout,
    /^-+\nwhatsapp-bot 2\.\d+\.\d+: MIT\n\nCopyright [^]*?DEALINGS IN THE\nSOFTWARE\.\n\nIt holds/,
  );
  const json = JSON.parse((await runCommand(["licenses", "--json"])).stdout) as { text: string };
  assert.ok(stdout.includes(json.text));
});
