import assert from "node:assert/strict";
import { test } from "node:test";

import type { LoggedStatement } from "../../../src/ledger/database.ts";
import {
  decodeSegment,
  encodeRecord,
  encodeSegmentHeader,
  segmentHeaderLength,
  segmentMarkAt,
} from "../../../src/ledger/log/segment.ts";
import { decodeStatements, encodeStatements } from "../../../src/ledger/log/statement-codec.ts";

const header = { storeId: "0123456789abcdef", number: 3, firstSequence: 2 ** 40 };
const statements: LoggedStatement[] = [
  {
    sql: "INSERT INTO a VALUES (?, ?, ?, ?)",
    values: [null, "ä\u0000😀", -1.5, new Uint8Array([0, 255])],
  },
  { sql: "DELETE FROM a", values: [] },
  { sql: "INSERT INTO a VALUES (?, ?, ?, ?)", values: [2 ** 53 - 1, "", 0, new Uint8Array(0)] },
];

function toPlain(list: readonly LoggedStatement[]): unknown {
  return list.map(({ sql, values }) => [
    sql,
    values.map((value) => (value instanceof Uint8Array ? [...value] : value)),
  ]);
}

function toSegment(count: number): Buffer {
  const records = Array.from({ length: count }, (_, index) =>
    encodeRecord(header, { sequence: header.firstSequence + index, statements }),
  );
  return Buffer.concat([encodeSegmentHeader(header), ...records]);
}

test("decodeStatements gives back what encodeStatements took", () => {
  const room = 7;
  const bytes = encodeStatements(statements, room);
  assert.deepEqual(toPlain(decodeStatements(bytes.subarray(room))), toPlain(statements));
});

test("decodeStatements throws on bytes that end too early", () => {
  const bytes = encodeStatements(statements, 0);
  for (let length = 0; length < bytes.length; length += 1) {
    assert.throws(() => decodeStatements(bytes.subarray(0, length)), RangeError);
  }
});

test("decodeSegment reads header and records", () => {
  const bytes = toSegment(3);
  const segment = decodeSegment(bytes);
  assert.deepEqual(segment?.header, header);
  assert.deepEqual(
    segment?.records.map(({ sequence }) => sequence - header.firstSequence),
    [0, 1, 2],
  );
  assert.deepEqual(
    toPlain(decodeStatements(segment?.records[2]?.payload ?? bytes)),
    toPlain(statements),
  );
  assert.deepEqual([segment?.tail, segment?.end], ["clean", bytes.length]);
});

test("decodeSegment has no use for a bad header", () => {
  const bytes = toSegment(1);
  assert.equal(decodeSegment(bytes.subarray(0, segmentHeaderLength - 1)), null);
  for (let offset = 0; offset < segmentMarkAt; offset += 1) {
    const flipped = Buffer.from(bytes);
    flipped[offset] = (flipped[offset] ?? 0) ^ 4;
    assert.equal(decodeSegment(flipped), null, `byte ${offset}`);
  }
});

test("decodeSegment reads whether another segment follows", () => {
  const bytes = toSegment(1);
  assert.equal(decodeSegment(bytes)?.isContinued, false);
  bytes[segmentMarkAt] = 0xff;
  assert.equal(decodeSegment(bytes)?.isContinued, true);
  assert.equal(decodeSegment(bytes)?.tail, "clean");
});

test("decodeSegment tells a torn tail from damage", () => {
  const [one, two, three] = [toSegment(1), toSegment(2), toSegment(3)];
  const junk = Buffer.from([0xf7, 0x57, 0x41, 0xb1, 9, 0, 0, 0]);
  const cases: [string, Buffer, string, number][] = [
    ["cut in a record", two.subarray(0, -1), "torn", one.length],
    ["zeros behind", Buffer.concat([one, Buffer.alloc(5000)]), "torn", one.length],
    ["a mark with nothing behind", Buffer.concat([two, junk]), "torn", two.length],
    ["a record twice", Buffer.concat([two, two.subarray(one.length)]), "damaged", two.length],
    ["a record missing", Buffer.concat([one, three.subarray(two.length)]), "damaged", one.length],
    ["junk between", Buffer.concat([one, junk, two.subarray(one.length)]), "damaged", one.length],
  ];
  for (const [name, bytes, tail, end] of cases) {
    const segment = decodeSegment(bytes);
    assert.deepEqual([segment?.tail, segment?.end], [tail, end], name);
  }
});

test("decodeSegment counts no record of another segment", () => {
  const other = encodeRecord(
    { ...header, number: 4 },
    { sequence: header.firstSequence, statements },
  );
  const segment = decodeSegment(Buffer.concat([encodeSegmentHeader(header), other]));
  assert.deepEqual([segment?.records, segment?.tail], [[], "torn"]);
});
