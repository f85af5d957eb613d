import assert from "node:assert/strict";
import { test } from "node:test";

import type { Check } from "../../../src/checks/check.ts";
import { createClockCheck } from "../../../src/checks/clock.ts";
import { createDiskCheck } from "../../../src/checks/disk.ts";
import { createSandboxCheck } from "../../../src/checks/sandbox.ts";
import type { PlaceFacts } from "../../../src/ledger/look-at-place.ts";

async function judge(check: Check): Promise<string> {
  const { ok, detail, remedy } = await check.run();
  return `${ok}: ${detail}${remedy === null ? "" : ` (${remedy})`}`;
}

test("createSandboxCheck compares setting, host and what was sent", async () => {
  const live = "https://waba-v2.360dialog.io";
  const shared = "https://waba-sandbox.360dialog.io";
  for (const [sandbox, url, sent, told] of [
    [false, live, 5000, "true: not the sandbox"],
    [
      false,
      shared,
      0,
      "false: WA_API_URL names the sandbox (waba-sandbox.360dialog.io) (set WA_USE_SANDBOX=True)",
    ],
    [
      true,
      live,
      0,
      "false: WA_USE_SANDBOX is on, but WA_API_URL names the live API (waba-v2.360dialog.io) (leave WA_API_URL out, or set WA_USE_SANDBOX=False)",
    ],
    [true, shared, 199, "true: 199 sent of 200 messages, to your own number only, without files"],
    [
      true,
      shared,
      200,
      "false: 200 sent of 200 messages, to your own number only, without files (get a new key (send START to the sandbox's number) and set WA_API_KEY to it, or use a number of your own)",
    ],
  ] as const) {
    const check = createSandboxCheck({
      dialog360: () => ({ sandbox, url }),
      sent: async () => sent,
    });
    assert.equal(await judge(check), told);
  }
});

test("createDiskCheck wants room for the store twice, and 100 MB at least", async () => {
  const place: PlaceFacts = {
    folder: "/var/lib/bot",
    refusal: null,
    freeBytes: 5_000_000_000,
    storeBytes: 1_000_000_000,
    readableByOthers: [],
  };
  for (const [change, told] of [
    [{}, "true: 5000 MB free in /var/lib/bot"],
    [{ freeBytes: 2_000_000_000 }, "true: 2000 MB free in /var/lib/bot"],
    [
      { freeBytes: 1_999_999_999 },
      "false: 1999 MB free in /var/lib/bot, of at least 2000 MB that the store needs (make room on that disk, or set WA_DB_FILE to another one)",
    ],
    [
      { freeBytes: 99_999_999, storeBytes: 0 },
      "false: 99 MB free in /var/lib/bot, of at least 100 MB that the store needs (make room on that disk, or set WA_DB_FILE to another one)",
    ],
    [
      { refusal: "EACCES" },
      "false: nothing can be written in /var/lib/bot: EACCES (make the folder and give it to the user that runs serve, or set WA_DB_FILE to another place)",
    ],
    [{ freeBytes: null }, "null: the system does not tell how much is free in /var/lib/bot"],
  ] as const) {
    assert.equal(await judge(createDiskCheck(() => ({ ...place, ...change }))), told);
  }
});

test("createClockCheck tolerates a minute", async () => {
  for (const [offset, told] of [
    [null, /^null: not told/],
    [60_000, /^true: within 60 s/],
    [-61_000, /^false: 61 s ahead of 360dialog's \(set this machine's clock/],
    [7_200_000, /^false: 7200 s behind 360dialog's/],
  ] as const) {
    assert.match(await judge(createClockCheck(() => offset)), told);
  }
});
