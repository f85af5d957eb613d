import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { runCommand } from "../fakes/io.ts";

const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

// Asked for first it takes a shorter way than elsewhere.
for (const args of [["--version"], ["-V"], ["-V", "serve", "--nonsense"], ["--help", "-V"]]) {
  test(`${args.join(" ")} prints the version and ends with 0`, async () => {
    const { code, stdout, stderr } = await runCommand(args);
    assert.deepEqual([code, stdout, stderr], [0, `${version}\n`, ""]);
  });
}

test("--version prints the same JSON wherever --json stands", async () => {
  const [first, last] = [
    await runCommand(["--version", "--json"]),
    await runCommand(["--json", "-V"]),
  ];
  assert.equal((JSON.parse(first.stdout) as { version: string }).version, version);
  assert.deepEqual(last, first);
});

test("--version behind a command is no option of it", async () => {
  const { code, stdout } = await runCommand(["sessions", "--version"]);
  assert.deepEqual([code, stdout], [2, ""]);
});
