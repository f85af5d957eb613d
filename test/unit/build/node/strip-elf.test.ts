import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { config } from "../../../../build.config.ts";
import { hostTarget } from "../../../../scripts/build/node/host.ts";
import { findNodeBinary } from "../../../../scripts/build/node/node-binary.ts";
import { stripElf } from "../../../../scripts/build/node/strip-elf.ts";

const isLinux = config.targets[hostTarget()].platform === "linux";

/** The parts of the file that a start of the program puts into memory: e_phoff, e_phnum and PT_LOAD of the ELF standard. */
function listLoaded(file: Buffer): readonly Buffer[] {
  const at = Number(file.readBigUInt64LE(0x20));
  const headers = Array.from({ length: file.readUInt16LE(0x38) }, (_, index) =>
    file.subarray(at + index * 56, at + (index + 1) * 56),
  );
  const loaded = headers.filter((header) => header.readUInt32LE(0) === 1);
  return loaded.map((header) => {
    const offset = Number(header.readBigUInt64LE(8));
    return file.subarray(offset, offset + Number(header.readBigUInt64LE(0x20)));
  });
}

test(
  "stripElf takes what debuggers read and moves nothing that is loaded",
  { skip: !isLinux },
  (t) => {
    const whole = readFileSync(findNodeBinary(hostTarget(), null));
    const stripped = stripElf(whole);
    assert.ok(
      stripped.length < whole.length * 0.9,
      "the names of all symbols are a seventh of Node",
    );
    const [before, after] = [listLoaded(whole), listLoaded(stripped)];
    assert.equal(after.length, before.length);
    for (const [index, segment] of before.entries()) {
      // The first 64 bytes are the file's header, which says where the sections are.
      const from = index === 0 ? 64 : 0;
      assert.ok(after[index]?.subarray(from).equals(segment.subarray(from)), `segment ${index}`);
    }
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-strip-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "node");
    writeFileSync(file, stripped, { mode: 0o755 });
    assert.equal(execFileSync(file, ["-p", "6 * 7"], { encoding: "utf8" }), "42\n");
    assert.ok(stripElf(stripped).equals(stripped), "there is nothing more to take");
  },
);

test("stripElf refuses what is no ELF file", () => {
  assert.throws(() => stripElf(Buffer.from("MZ\u0090\0 is how Windows' begin")), /no ELF file/);
});
