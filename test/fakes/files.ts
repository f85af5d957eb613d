import assert from "node:assert/strict";

import type { Files } from "../../src/bridge/ports.ts";

/** Where no file is expected. */
export const noFiles: Files = {
  fetch: () => assert.fail("a file is fetched"),
  upload: () => assert.fail("a file is uploaded"),
  release() {},
};
