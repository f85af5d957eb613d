import assert from "node:assert/strict";
import { test } from "node:test";

import type { FileKind } from "../../../src/bridge/message.ts";
import {
  renderChat,
  renderDisposition,
  renderPost,
  renderReference,
} from "../../../src/teamwire/render.ts";

test("renderChat makes the contract's body, with an avatar only where there is one", () => {
  const chat = {
    title: "Whatsapp: Tobias (+49681300012978)",
    reference: "s1.c4.1",
    userIds: ["u-jonas", "u-anna"],
    groupIds: ["g-support"],
    adminIds: ["u-anna"],
  };
  const body = {
    title: "Whatsapp: Tobias (+49681300012978)",
    members: { user_ids: ["u-jonas", "u-anna"], group_ids: ["g-support"] },
    admin_ids: ["u-anna"],
    client_ref: "s1.c4.1",
  };
  assert.deepEqual(renderChat({ ...chat, avatarId: null }), body);
  assert.deepEqual(renderChat({ ...chat, avatarId: "a1" }), { ...body, avatar_asset_id: "a1" });
});

test("renderPost names the customer as the sender and leaves out what is not said", () => {
  assert.deepEqual(renderPost({ text: "Hello", reference: "s1.d7" }), {
    msg: "Hello",
    client_ref: "s1.d7",
  });
  const post = { text: "Hello", reference: "s1.d7", displayName: "Tobias", replyTo: "m1" };
  assert.deepEqual(renderPost(post), {
    msg: "Hello",
    reply_to: "m1",
    sender_display_name: "Tobias",
    client_ref: "s1.d7",
  });
});

test("renderPost attaches a pin as the contract's LOCATION", () => {
  const pin = { latitude: 37.4611978, longitude: -122.2164385 };
  const post = { text: "[location]", reference: "s1.d7" };
  const body = { msg: "[location]", client_ref: "s1.d7" };
  const bare = { type: "LOCATION", lat: 37.4611978, lon: -122.2164385 };
  assert.deepEqual(renderPost({ ...post, pin }), { ...body, attachments: [bare] });
  const named = { ...pin, name: "Facebook HQ", address: "1 Hacker Way" };
  assert.deepEqual(renderPost({ ...post, pin: named }), {
    ...body,
    attachments: [{ ...bare, name: "Facebook HQ", address: "1 Hacker Way" }],
  });
});

test("renderPost attaches every kind of file as the contract has it, with and without words", () => {
  const types: readonly (readonly [FileKind, type: string])[] = [
    ["image", "GALLERY"],
    ["sticker", "GALLERY"],
    ["video", "VIDEO"],
    ["audio", "SOUND"],
    ["voice", "SOUND"],
    ["document", "FILE"],
  ];
  const facts = { assetId: "a7", name: "x.bin", mimeType: "application/x", size: 4096 };
  const assets = [{ asset_id: "a7", name: "x.bin", mime_type: "application/x", size: 4096 }];
  for (const [kind, type] of types) {
    const file = { kind, ...facts };
    const posts = ["Look", ""].map((text) => renderPost({ text, file, reference: "s1.d7" }));
    const bare = { attachments: [{ type, assets }], client_ref: "s1.d7" };
    assert.deepEqual(posts, [{ msg: "Look", ...bare }, bare]);
  }
});

test("renderReference keeps 64 characters and shortens more to 64 that differ as the references do", () => {
  assert.equal(renderReference("x".repeat(64)), "x".repeat(64));
  const long = renderReference("x".repeat(65));
  assert.match(long, /^[0-9a-f]{64}$/);
  assert.equal(renderReference("x".repeat(65)), long);
  assert.notEqual(renderReference("x".repeat(66)), long);
});

test("renderDisposition writes any name as RFC 5987 does", () => {
  const cases: [string, string][] = [
    ["avatar.png", "avatar.png"],
    ["Grüße (1).jpg", "Gr%C3%BC%C3%9Fe%20%281%29.jpg"],
    ["it's; 50%*\r\n", "it%27s%3B%2050%25%2A%0D%0A"],
    ["\ud800", "%EF%BF%BD"],
  ];
  for (const [name, encoded] of cases) {
    assert.equal(renderDisposition(name), `attachment; filename*=UTF-8''${encoded}`);
  }
});
