import assert from "node:assert/strict";
import { test } from "node:test";

import { createAccessLog } from "../../../src/dialog360/access-log.ts";

test("createAccessLog says a refusal once a minute for each status, and how many it left out", () => {
  const told: string[] = [];
  const time = { now: 0 };
  const quiet = (): void => {};
  const tell = createAccessLog({
    now: () => time.now,
    log: {
      debug: quiet,
      info: (message, fields) =>
        void told.push([message, fields?.status, fields?.client, fields?.more].join(" ")),
      warn: quiet,
      error: quiet,
    },
  });
  const from = (remoteAddress: string): Parameters<typeof tell>[0] => ({
    headers: {},
    socket: { remoteAddress },
  });
  tell(from("203.0.113.7"), 200);
  for (let count = 0; count < 1000; count += 1) tell(from(`203.0.113.${count % 250}`), 404);
  tell(from("203.0.113.9"), 401);
  assert.deepEqual(told, ["refused 404 203.0.113.0 ", "refused 401 203.0.113.9 "]);
  time.now += 60_000;
  tell(from("203.0.113.1"), 404);
  tell({ headers: {} }, 401);
  assert.deepEqual(told.slice(2), ["refused 404 203.0.113.1 999", "refused 401  0"]);
});
