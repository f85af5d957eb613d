import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";

import { readFixture } from "../unit/dialog360/fixtures.ts";
import { bytes, maxBytes, start, json, fail } from "./media-scene.ts";

test("upload posts the form of v2 with its length", async (t) => {
  const answer = json(readFixture("v2/response-media-upload.json"));
  const { connect, received, path } = await start(t, { "POST /media": answer });
  writeFileSync(path, bytes);
  const file = { path, size: bytes.length, name: 'a "b".pdf', mimeType: "application/pdf" };
  assert.equal(await connect().upload(file), "545466424653131");
  const { headers, body, key } = received[0] ?? assert.fail();
  assert.equal(key, "fixture-key");
  assert.equal(headers["transfer-encoding"], undefined);
  assert.equal(headers["content-length"], String(body.length));
  const form = await new Response(new Uint8Array(body), {
    headers: { "content-type": String(headers["content-type"]) },
  }).formData();
  assert.deepEqual([...form.keys()], ["messaging_product", "type", "file"]);
  assert.equal(form.get("messaging_product"), "whatsapp");
  assert.equal(form.get("type"), "application/pdf");
  const sent = form.get("file");
  assert.ok(sent instanceof File);
  // Node's reader undoes the escaping, Deno's does not.
  assert.equal(decodeURIComponent(sent.name), 'a "b".pdf');
  assert.equal(sent.type, "application/pdf");
  assert.deepEqual(Buffer.from(await sent.arrayBuffer()), bytes);
});

test("upload posts the bare bytes of v1", async (t) => {
  const answer = json(readFixture("v1/response-media-upload.json"), 201);
  const { connect, received, path } = await start(t, { "POST /v1/media": answer });
  writeFileSync(path, bytes);
  const file = { path, size: bytes.length, name: "a.png", mimeType: "image/png" };
  const id = await connect({ generation: "v1" }).upload(file);
  assert.equal(id, JSON.parse(readFixture("v1/response-media-upload.json")).media[0].id);
  const { headers, body } = received[0] ?? assert.fail();
  assert.deepEqual(
    [headers["content-type"], headers["content-length"], headers["transfer-encoding"]],
    ["image/png", String(bytes.length), undefined],
  );
  assert.deepEqual(body, bytes);
});

test("upload throws what a refusal means", async (t) => {
  const refusal = json(readFixture("v2/gateway-error-401-api-key.json"), 401);
  const { connect, path } = await start(t, { "POST /media": refusal });
  writeFileSync(path, "x");
  const file = { path, size: 1, name: "a", mimeType: "text/plain" };
  assert.equal((await fail(connect().upload(file))).verdict, "account");
  for (const status of [302, 403, 404]) {
    const elsewhere = await start(t, { "POST /media": json("<html>", status) });
    const { verdict } = await fail(elsewhere.connect().upload(file));
    assert.equal(verdict, "account", `${status}: what is wrong is not the file`);
  }
});

test("the sandbox is not asked for files", async (t) => {
  const { connect, received, path } = await start(t, {});
  const media = connect({ sandbox: true });
  const refused = [
    await fail(media.download({ mediaId: "77" }, () => ({ path, maxBytes }))),
    await fail(media.upload({ path, size: 1, name: "a", mimeType: "text/plain" })),
  ];
  for (const { verdict, message } of refused) {
    assert.equal(verdict, "permanent");
    assert.match(message, /sandbox/);
  }
  assert.deepEqual(received, []);
});
