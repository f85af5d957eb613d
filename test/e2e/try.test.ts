import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

test("scripts/try.ts holds a conversation in the executable's demo", () => {
  const args = ["scripts/try.ts", "dist/whatsapp-bot"];
  const { status, stdout, stderr } = spawnSync("node", args, {
    encoding: "utf8",
    timeout: 300_000,
  });
  assert.deepEqual([status, stderr], [0, ""], stdout);
  assert.match(stdout, /^ {2}ok {5}the team's answer reaches the customer$/m);
});

test("scripts/try.ts ends with 1 where what it is given is another program", () => {
  const { status, stdout } = spawnSync("node", ["scripts/try.ts", "node_modules/.bin/node"], {
    encoding: "utf8",
    timeout: 300_000,
  });
  assert.equal(status, 1);
  assert.match(stdout, /^ {2}FAILED --version$/m);
});
