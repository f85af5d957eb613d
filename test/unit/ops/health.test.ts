import assert from "node:assert/strict";
import { test } from "node:test";

import { plain } from "../../../src/bridge/log/plain.ts";
import { createHealth } from "../../../src/ops/health.ts";
import { createLog } from "../../../src/ops/log.ts";

test("createHealth tells of a trouble as it is now, and logs it again only where the line says something new", () => {
  let lines = "";
  const log = createLog({
    level: "info",
    format: "text",
    now: () => 0,
    write: (line) => (lines += line.replace(/^\S+ /, "")),
  });
  const health = createHealth({ now: () => 0, log });
  for (const seconds of [61, 62, 63]) {
    health.degrade("clock", { detail: `${seconds} s behind`, remedy: "set it" });
  }
  assert.deepEqual(
    health.degraded().map(({ detail }) => detail),
    ["63 s behind"],
  );
  for (const why of [plain`no answer`, plain`no answer`, plain`answered ${503}`]) {
    health.degrade("teamwire", { detail: plain`away: ${why}`, remedy: plain`look` });
  }
  health.recover("clock");
  assert.deepEqual(lines.trim().split("\n"), [
    "warn  degraded id=clock",
    'warn  degraded id=teamwire detail="away: no answer" remedy=look',
    'warn  degraded id=teamwire detail="away: answered 503" remedy=look',
    "info  recovered id=clock",
  ]);
});
