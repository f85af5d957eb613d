// A `serve` that cannot listen has opened its store by then: whoever starts the same one twice is to hear that the store is
// in use, which says more than the port. What it leaves behind is an empty store, and free.
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { openLedger } from "../../src/ledger/ledger.ts";
import { createWorldConfig, startWorld } from "../../src/simulator/world.ts";
import { runCommand } from "../fakes/io.ts";

test("serve ends with 73 where its port is taken; the store that it made is empty, free and of use later", async (t) => {
  const world = await startWorld();
  const taken = createServer();
  taken.listen(0, "127.0.0.1");
  await once(taken, "listening");
  const address = taken.address();
  assert.ok(typeof address === "object" && address);
  const cwd = mkdtempSync(join(tmpdir(), "whatsapp-bot-port-"));
  t.after(async () => {
    taken.close();
    await world.close();
    rmSync(cwd, { recursive: true, force: true });
  });
  writeFileSync(join(cwd, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const env = {
    ...world.environment,
    WA_DB_FILE: join(cwd, "store.db"),
    WA_NOTIFICATIONS_HOST: "127.0.0.1",
    WA_NOTIFICATIONS_PORT: String(address.port),
    WA_OPS_HOST: "off",
  };
  const { code, stderr } = await runCommand(["serve"], { cwd, env });
  assert.equal(code, 73);
  assert.match(stderr, /WA_NOTIFICATIONS_PORT/);
  assert.deepEqual(readdirSync(cwd).toSorted(), ["store.db", "wa_config.json"]);
  const listed = await runCommand(["sessions", "list", "--json"], { cwd, env });
  assert.deepEqual(listed, { code: 0, stdout: '{"sessions":[],"total":0}\n', stderr: "" });
  const silent = (): void => {};
  const log = { debug: silent, info: silent, warn: silent, error: assert.fail };
  const ledger = await openLedger(env.WA_DB_FILE, { log, pid: 1 });
  assert.deepEqual(await ledger.backlog(), { notifications: 0, toTeam: 0, toCustomer: 0 });
  await ledger.close();
});
