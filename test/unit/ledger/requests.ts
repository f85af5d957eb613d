import assert from "node:assert/strict";
import { deserialize, serialize } from "node:v8";

import type { Request, Results } from "../../../src/ledger/operations.ts";
import type { Store } from "../../../src/ledger/store.ts";

export function record(text: string, receivedAt: number = 1): Request {
  return { name: "record", given: { source: "dialog360", receivedAt, body: Buffer.from(text) } };
}

/** Records each text in a group of its own. */
export function recordAll(store: Store, texts: readonly string[]): void {
  for (const text of texts)
    assert.deepEqual(store.run([record(text)]), [{ kind: "done", value: undefined }]);
}

/** The texts that wait to be planned. */
export function readTexts(store: Store): string[] {
  const [answer] = store.run([{ name: "recorded", given: 1000 }]);
  assert.ok(answer?.kind === "done");
  const { notifications }: Results["recorded"] = deserialize(serialize(answer.value));
  return notifications.map(({ body }) => Buffer.from(body).toString());
}
