import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { test } from "node:test";

import { config } from "../../../../build.config.ts";
import { hostTarget } from "../../../../scripts/build/node/host.ts";
import { findNodeBinary } from "../../../../scripts/build/node/node-binary.ts";

test("findNodeBinary finds this host's Node in the pinned version", () => {
  const file = findNodeBinary(hostTarget(), null);
  const version = execFileSync(file, ["--version"], { encoding: "utf8" });
  assert.equal(version, `v${config.node}\n`);
});

test(
  "findNodeBinary says how to give a Node that no package holds",
  { skip: process.platform === "darwin" },
  () => {
    assert.throws(() => findNodeBinary("macos-arm64", null), /--base macos-arm64=path/);
  },
);

test("findNodeBinary refuses a binary that is not the pinned Node", () => {
  const wrong = "package.json";
  assert.throws(() => findNodeBinary("macos-arm64", wrong), {
    message: `macos-arm64: "package.json" is not Node ${config.node}`,
  });
  assert.throws(() => findNodeBinary("macos-arm64", "no-such-file"), {
    message: 'macos-arm64: "no-such-file" cannot be read: ENOENT',
  });
});

test("findNodeBinary refuses the pinned Node of another system or processor", () => {
  const own = findNodeBinary(hostTarget(), null);
  const others = (["linux-arm64", "macos-arm64", "macos-x64"] as const).filter(
    (name) => name !== hostTarget(),
  );
  for (const name of others) {
    assert.throws(() => findNodeBinary(name, own), {
      message: `${name}: "${own}" is the Node of another system`,
    });
  }
});

test("the build says which targets there are when --base names none of them", () => {
  const args = ["scripts/build.ts", "--all", "--base", "macos=node"];
  const { status, stderr } = spawnSync("node_modules/.bin/node", args, { encoding: "utf8" });
  assert.equal(status, 1);
  assert.equal(
    stderr,
    "error: --base macos=node: say <target>=<file>, the target one of linux-x64, linux-arm64, win-x64, macos-arm64, macos-x64\n",
  );
});
