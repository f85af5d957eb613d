import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { test } from "node:test";

import { FileTooLargeError, SpoolFullError } from "../../src/bridge/errors.ts";
import { readFixture } from "../unit/dialog360/fixtures.ts";
import {
  bytes,
  maxBytes,
  sha256,
  start,
  place,
  json,
  whole,
  withoutLength,
  keeper,
  fail,
  type Answer,
} from "./media-scene.ts";

test("download asks for the place and fetches below our own base with the key", async (t) => {
  const answers = { "GET /77": place(keeper), "GET /whatsapp/?mid=7&hash=x": withoutLength };
  const { connect, received, path, calls } = await start(t, answers);
  const sizes: (number | null)[] = [];
  const size = await connect().download({ mediaId: "77" }, (told) => {
    sizes.push(told);
    return { path, maxBytes };
  });
  assert.deepEqual([size, sizes], [bytes.length, [null]]);
  assert.deepEqual(readFileSync(path), bytes);
  assert.equal(statSync(path).mode & 0o777, 0o600);
  assert.deepEqual(calls(), ["GET /77", "GET /whatsapp/?mid=7&hash=x"]);
  assert.deepEqual(
    received.map(({ key, headers }) => `${String(key)} ${headers.connection}`),
    ["fixture-key close", "fixture-key close"],
  );
});

test("download uses a notification's own link, and the id once that link is over", async (t) => {
  const answers = { "GET /77": place(keeper), "GET /whatsapp/?mid=7&hash=x": whole };
  const { connect, path, calls } = await start(t, answers);
  await connect().download({ mediaId: "77", url: keeper }, () => ({ path, maxBytes }));
  assert.deepEqual(calls(), ["GET /whatsapp/?mid=7&hash=x"]);
  const over = "https://lookaside.fbsbx.com/whatsapp/?mid=6";
  await connect().download({ mediaId: "77", url: over }, () => ({ path, maxBytes }));
  assert.deepEqual(calls().slice(1), [
    "GET /whatsapp/?mid=6",
    "GET /77",
    "GET /whatsapp/?mid=7&hash=x",
  ]);
});

test("trap 10b: download sends the key to no other host", async (t) => {
  const elsewhere = await start(t, { "GET /whatsapp/": whole });
  for (const url of [
    `${elsewhere.url}/whatsapp/`,
    "https://lookaside.fbsbx.com.example.net/whatsapp/",
    "http://lookaside.fbsbx.com/whatsapp/",
    "https://lookaside.fbsbx.com:8443/whatsapp/",
    "https://lookaside.fbsbx.com@127.0.0.1/whatsapp/",
    "file:///etc/passwd",
    "no address",
  ]) {
    const { connect, path, calls } = await start(t, { "GET /77": place(url) });
    const error = await fail(
      connect().download({ mediaId: "77", url }, () => ({ path, maxBytes })),
    );
    assert.equal(error.verdict, "permanent", url);
    assert.deepEqual(calls(), ["GET /77"], url);
  }
  const { host } = new URL(elsewhere.url);
  for (const path of [`//${host}/whatsapp/`, `/\\${host}/whatsapp/`, `//x@${host}/whatsapp/`]) {
    const url = `https://lookaside.fbsbx.com${path}`;
    const scene = await start(t, { "GET /77": place(url) });
    const to = scene.path;
    await fail(scene.connect().download({ mediaId: "77", url }, () => ({ path: to, maxBytes })));
  }
  assert.deepEqual(elsewhere.received, []);
});

test("download follows no redirect", async (t) => {
  const elsewhere = await start(t, { "GET /": whole });
  const { connect, path } = await start(t, {
    "GET /77": place(keeper),
    "GET /whatsapp/?mid=7&hash=x": (response) =>
      response.writeHead(302, { location: `${elsewhere.url}/` }).end(),
  });
  const error = await fail(connect().download({ mediaId: "77" }, () => ({ path, maxBytes })));
  assert.equal(error.verdict, "permanent");
  assert.deepEqual(elsewhere.received, []);
});

test("download refuses other bytes than were announced", async (t) => {
  const { connect, path } = await start(t, { "GET /v1/media/77": whole });
  const other = createHash("sha256").update("other").digest();
  for (const checksum of [other.toString("hex"), other.toString("base64")]) {
    const reference = { mediaId: "77", sha256: checksum };
    const error = await fail(
      connect({ generation: "v1" }).download(reference, () => ({ path, maxBytes })),
    );
    assert.match(`${error.verdict} ${error.message}`, /^transient .* checksum/);
  }
  for (const checksum of [sha256.toString("hex"), sha256.toString("base64"), "unheard of"]) {
    const reference = { mediaId: "77", sha256: checksum };
    const size = await connect({ generation: "v1" }).download(reference, () => ({
      path,
      maxBytes,
    }));
    assert.equal(size, bytes.length);
  }
});

test("download leaves what it is given no place for, and stops at what is too large", async (t) => {
  const { connect, path } = await start(t, { "GET /v1/media/77": whole });
  const media = connect({ generation: "v1" });
  const full = new SpoolFullError();
  function refuse(): never {
    throw full;
  }
  assert.equal(await fail(media.download({ mediaId: "77" }, refuse)), full);
  const large = media.download({ mediaId: "77" }, () => ({ path, maxBytes: 1000 }));
  assert.ok((await fail(large)) instanceof FileTooLargeError);
});

test("download is tried again after a cut or silence, and never by itself", async (t) => {
  const cut: Answer = (response) => {
    response.writeHead(200, { "content-length": String(bytes.length) });
    response.write(bytes.subarray(0, 1000), () => response.destroy());
  };
  const stall: Answer = (response) => {
    response.writeHead(200, { "content-length": String(bytes.length) });
    response.write(bytes.subarray(0, 1000));
  };
  const answers = {
    "GET /v1/media/cut": cut,
    "GET /v1/media/stall": stall,
    "GET /v1/media/mute": () => {},
    "GET /v1/media/down": json("<html>", 503),
    "GET /v1/media/gone": json(readFixture("v2/response-error-131009.json"), 400),
    "GET /v1/media/over": json("URL signature expired", 403),
    "GET /v1/media/lost": json('{"meta":{"success":false,"http_code":404}}', 404),
    "GET /v1/media/key": json(readFixture("v1/gateway-error-401-api-key.json"), 401),
  };
  const { connect, path, calls } = await start(t, answers);
  const verdicts = [];
  for (const mediaId of ["cut", "stall", "mute", "down", "gone", "over", "lost", "key"]) {
    const client = connect({ generation: "v1" }, 300);
    verdicts.push((await fail(client.download({ mediaId }, () => ({ path, maxBytes })))).verdict);
  }
  assert.deepEqual(verdicts.slice(0, 4), Array(4).fill("transient"));
  assert.deepEqual(verdicts.slice(4), ["permanent", "permanent", "permanent", "account"]);
  assert.equal(calls().length, 8);
});
