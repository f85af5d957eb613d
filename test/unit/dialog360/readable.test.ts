// Nothing that can be read is told as something that WhatsApp does not hand over.
import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomerMessage } from "../../../src/bridge/message.ts";
import { parse, readMessageOf } from "./notifications.ts";

test("parseNotification keeps all that can be read of a choice", () => {
  const list = { id: "row-7", description: "from 9 to 12" };
  const table: readonly (readonly [type: string, inner: object, text: string])[] = [
    ["button", { payload: "YES" }, "YES"],
    ["button", { text: "Yes", payload: "YES" }, "Yes"],
    ["interactive", { list_reply: list }, "from 9 to 12"],
    ["interactive", { list_reply: { id: "row-7" } }, "row-7"],
    ["interactive", { button_reply: { id: "button-1" } }, "button-1"],
    ["interactive", { button_reply: { id: "button-1", title: "Agreed" } }, "Agreed"],
  ];
  for (const [type, inner, text] of table) {
    assert.deepEqual(readMessageOf(type, inner).content, { kind: "text", text });
  }
  const permission = {
    type: "call_permission_reply",
    call_permission_reply: { response: "accept" },
  };
  assert.deepEqual(readMessageOf("interactive", permission).content, {
    kind: "unsupported",
    what: "call_permission_reply",
  });
});

test("parseNotification takes a message that does not tell its type for what it holds", () => {
  function read(inner: object): CustomerMessage {
    const [event] = parse({ messages: [{ id: "m1", from: "12025550143", ...inner }] });
    assert.ok(event?.kind === "message");
    return event;
  }
  const { content } = read({ image: { id: "77", mime_type: "image/png", caption: "Our garden" } });
  assert.ok(content.kind === "file");
  assert.deepEqual([content.file.mediaId, content.caption], ["77", "Our garden"]);
  assert.deepEqual(read({ text: { body: "Hi" } }).content, { kind: "text", text: "Hi" });
  assert.deepEqual(read({ order: 5 }).content, { kind: "unsupported", what: "unsupported" });
  const revoked = read({ revoke: { original_message_id: "m0" } });
  assert.deepEqual([revoked.content.kind, revoked.opensWindow], ["revoke", false]);
});
