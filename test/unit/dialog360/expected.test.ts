import assert from "node:assert/strict";
import { test } from "node:test";

import { expectedV1 } from "./expected-v1.ts";
import { expectedV2 } from "./expected-v2.ts";
import { listFiles, listFixtures } from "./fixtures.ts";
import { parseFixture } from "./notifications.ts";

test("index.json names every body in the folder, and no other", () => {
  const all = (["webhook", "request", "response", "response-gateway"] as const).flatMap((kind) =>
    listFixtures(kind).map(({ file }) => file),
  );
  assert.deepEqual(all.toSorted(), listFiles().toSorted());
});

for (const [generation, expected] of Object.entries({ v1: expectedV1, v2: expectedV2 })) {
  test(`parseNotification tells of every notification of ${generation} what it has to`, () => {
    const fixtures = listFixtures("webhook").filter((fixture) => fixture.generation === generation);
    const names = fixtures.map(({ file }) => file.replace(/^v\d\/(.*)\.json$/, "$1"));
    assert.deepEqual(Object.keys(expected).toSorted(), names.toSorted());
    for (const [name, events] of Object.entries(expected)) {
      assert.deepEqual(parseFixture(`${generation}/${name}.json`), events, name);
    }
  });
}
