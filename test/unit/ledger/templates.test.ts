import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

import { Database } from "../../../src/ledger/database.ts";
import { migrate } from "../../../src/ledger/schema.ts";
import { readTemplates, storeTemplates } from "../../../src/ledger/tables/templates.ts";
import { startEngine } from "./temp-store.ts";

test("a template of an older store that wants more than its body is not sent before the next list says what", async () => {
  const older = new URL("../../fixtures/ledger/version-1.sqlite", import.meta.url);
  const db = new Database(await startEngine(), readFileSync(fileURLToPath(older)));
  db.execute("UPDATE templates SET needs_more = 1");
  migrate(db);
  const [before] = readTemplates(db);
  assert.equal(before?.beyond, "unknown");
  const { name, language, body, parameters } = before;
  const header = { kind: "image" } as const;
  storeTemplates(db, [{ name, language, body, parameters, header }]);
  const [after] = readTemplates(db);
  assert.deepEqual(
    [after?.number, after?.header, after?.beyond],
    [before.number, header, undefined],
  );
  storeTemplates(db, [{ name, language, body, parameters }]);
  assert.deepEqual(db.read("SELECT needs_more FROM templates"), [{ needs_more: 0 }]);
  db.close();
});
