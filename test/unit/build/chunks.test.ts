import assert from "node:assert/strict";
import { test } from "node:test";

import { buildChunks } from "../../../scripts/build/chunks.ts";
import { readBuild } from "../../../src/cli/version.ts";

test("buildChunks leaves nothing but ASCII, as load.ts reads it", async () => {
  const { code } = await buildChunks(readBuild());
  const others = [...code].flatMap(([name, text]) =>
    (text.match(/.{0,30}\P{ASCII}.{0,30}/gu) ?? []).map((found) => `${name}: ${found}`),
  );
  // In a regular expression's literal, and in String.raw, esbuild leaves letters as they are.
  assert.deepEqual(others, []);
});
