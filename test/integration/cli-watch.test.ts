// What `--watch` writes to a terminal, byte for byte, while the store is written to.
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { emptyPlan, toSession } from "../contracts/ledger-samples.ts";
import { createIo, runCommand } from "../fakes/io.ts";
import { until } from "../fakes/until.ts";
import { createFolder, silentLog } from "../unit/ledger/temp-store.ts";

const [hide, show, clear] = ["\u001b[?25l", "\u001b[?25h", "\u001b[2J"];
const [home, line, below] = ["\u001b[H", "\u001b[K\n", "\u001b[J"];

test("sessions list --watch draws over itself, only what changed, and gives the cursor back", async (t) => {
  const folder = createFolder(t, () => ledger.close());
  const store = join(folder, "bot.db");
  const ledger = await openLedger(store, { log: silentLog, pid: 1 });
  const written: string[] = [];
  let end: Parameters<Io["onSignal"]>[0] = () => assert.fail("nobody listens");
  let isListening = false;
  const io = createIo({
    args: ["sessions", "list", "--watch", "--db-file", store],
    stdout: { isTerminal: true, columns: 100, rows: 6, write: (text) => void written.push(text) },
    onSignal: (handler) => {
      [end, isListening] = [handler, true];
      return { off: () => void (isListening = false) };
    },
  });
  const ended = run(io);
  await until("the first picture", () => written.length === 1);
  const [frame = ""] = written;
  assert.ok(
    frame.startsWith(`${hide}${clear}${home}0 of 0; Ctrl+C ends this${line}${line}ID`),
    frame,
  );
  assert.ok(frame.endsWith(`${line}${below}`));

  // Something that is not shown: it is read, and nothing is drawn.
  await ledger.record({ source: "dialog360", receivedAt: 1, body: Buffer.from("{}") });
  await ledger.plan({ ...emptyPlan, newSessions: [toSession(1, { phone: "4968130978" })] });
  await until("the second picture", () => written.length === 2);
  assert.ok(written[1]?.startsWith(`${home}1 of 1; `));
  const lines = (written[1] ?? "").split(line);
  assert.equal(lines.length, 5);
  assert.equal(lines.at(-1), below);

  // More than the screen takes.
  const many = [2, 3, 4, 5, 6].map((id) => toSession(id, { phone: `496813097${id}` }));
  await ledger.plan({ ...emptyPlan, newSessions: many });
  await until("the third picture", () => written.length === 3);
  assert.equal((written[2] ?? "").split(line).length, 6);

  end("SIGINT");
  assert.equal(await ended, 0);
  assert.equal(isListening, false);
  assert.deepEqual(written.slice(3), [show]);
});

test("sessions list --watch leaves the screen as it is where the store cannot be read", async (t) => {
  const store = join(createFolder(t), "notes.txt");
  writeFileSync(store, "somebody's notes");
  const args = ["sessions", "list", "--watch", "--db-file", store];
  const { code, stdout, stderr } = await runCommand(args, { columns: 80 });
  assert.deepEqual([code, stdout], [78, ""]);
  assert.match(stderr, /it is no SQLite file/);
});

test("sessions list --watch is refused where there is no terminal, and with --json", async () => {
  for (const [args, options] of [
    [["--watch"], {}],
    [["--watch", "--json"], { columns: 80 }],
  ] as const) {
    const { code, stdout, stderr } = await runCommand(["sessions", "list", ...args], options);
    assert.deepEqual([code, stdout], [2, ""]);
    assert.match(stderr, /--watch draws on a terminal/);
  }
});
