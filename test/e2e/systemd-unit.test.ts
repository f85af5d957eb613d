import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";

const unit = readFileSync("scripts/deploy/whatsapp-bot@.service", "utf8");
const analyze = "/usr/bin/systemd-analyze";

test("the unit starts only with a valid configuration, is watched, and gives the drain its time", () => {
  const settings = new Map(
    unit.split("\n").flatMap((line) => {
      const [, name, value] = /^([A-Za-z]+)=(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [[name, value] as const];
    }),
  );
  assert.equal(settings.get("Type"), "notify");
  assert.equal(settings.get("NotifyAccess"), "all");
  assert.equal(settings.get("ExecStartPre"), "/usr/local/bin/whatsapp-bot config validate");
  assert.ok(Number(settings.get("WatchdogSec")) > 0);
  // WA_DRAIN_TIMEOUT is 30 seconds.
  assert.ok(Number(settings.get("TimeoutStopSec")) > 30);
  assert.equal(settings.has("MemoryDenyWriteExecute"), false);
});

test(
  "systemd understands every line of the unit",
  { skip: existsSync(analyze) ? false : "no systemd here" },
  (t) => {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-unit-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "whatsapp-bot@.service");
    const program = resolve("dist/whatsapp-bot");
    writeFileSync(file, unit.replaceAll("/usr/local/bin/whatsapp-bot", program));
    const { status, stderr } = spawnSync(analyze, ["verify", "--man=no", file], {
      encoding: "utf8",
    });
    assert.deepEqual([status, stderr], [0, ""]);
  },
);
