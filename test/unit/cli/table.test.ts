import assert from "node:assert/strict";
import { test } from "node:test";

import { writeTable } from "../../../src/cli/table.ts";

interface Row {
  readonly name: string;
  readonly state: string;
  readonly reason: string;
}

const rows: readonly Row[] = [
  { name: "Somebody with a name that goes on and on", state: "failed", reason: "it is no longer" },
  { name: "漢字漢字漢字漢字漢字漢字漢字", state: "sent", reason: "-" },
];

async function write(
  columns: number,
  isTerminal = true,
  shown: readonly Row[] = rows,
): Promise<readonly string[]> {
  let text = "";
  await writeTable(
    shown,
    [
      { title: "NAME", value: ({ name }) => name },
      { title: "STATE", value: ({ state }) => state },
      { title: "REASON", value: ({ reason }) => reason },
    ],
    { isTerminal, columns, write: (piece) => void (text += piece) },
  );
  return text.trimEnd().split("\n");
}

test("writeTable cuts a long text before what follows it, where there is no room for both", async () => {
  assert.deepEqual(await write(50), [
    "NAME                      STATE   REASON",
    "Somebody with a name th…  failed  it is no longer",
    "漢字漢字漢字漢字漢字漢…   sent    -",
  ]);
  assert.equal((await write(40))[1], "Somebody with a name th…  failed  it is…");
});

test("writeTable cuts and aligns texts of one column a character all the same", async () => {
  assert.deepEqual(await write(40, true, rows.slice(0, 1)), [
    "NAME                      STATE   REASON",
    "Somebody with a name th…  failed  it is…",
  ]);
});

test("writeTable leaves texts whole where there is room, and for scripts", async () => {
  assert.equal((await write(65))[1], `${rows[0]?.name}  failed  it is no longer`);
  assert.equal((await write(20, false))[1], `${rows[0]?.name}\tfailed\tit is no longer`);
});
