import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { DeliveryError, FileTooLargeError, SpoolFullError } from "../../src/bridge/errors.ts";
import { createDialog360Media } from "../../src/dialog360/media.ts";
import type { Dialog360Settings } from "../../src/settings/settings.ts";
import { readFixture } from "../unit/dialog360/fixtures.ts";

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

interface Received extends Pick<IncomingMessage, "headers"> {
  readonly call: string;
  readonly key: unknown;
  readonly body: Buffer;
}

const still = { now: () => 0, monotonic: () => 0 };
const bytes = randomBytes(300_000);
const maxBytes = 1_000_000;
const sha256 = createHash("sha256").update(bytes).digest();

/** A server on the loopback that answers each path as told, and the client for it. */
async function start(t: TestContext, answers: Readonly<Record<string, Answer>>) {
  const received: Received[] = [];
  async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = Buffer.concat(await request.toArray());
    const { method, url, headers } = request;
    const call = `${method} ${url}`;
    received.push({ call, key: headers["d360-api-key"], headers, body });
    const answer = answers[call];
    if (answer) answer(response, request);
    else response.writeHead(404).end();
  }
  const server = createServer((request, response) => void take(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-media-"));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    rmSync(folder, { recursive: true });
  });
  const address = server.address();
  const url = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
  const path = join(folder, "file");
  function connect(more: Partial<Dialog360Settings> = {}, silenceMs = 10_000) {
    return createDialog360Media({ ...settings, url, ...more }, { ...still, silenceMs });
  }
  return { connect, received, path, url, calls: () => received.map(({ call }) => call) };
}

const settings: Dialog360Settings = {
  apiKey: "fixture-key",
  generation: "v2",
  sandbox: false,
  url: "",
  sendRatePerSecond: 80,
  pairIntervalMs: 6000,
};

function place(url: string): Answer {
  return json(JSON.stringify({ url, mime_type: "image/png", sha256: sha256.toString("hex") }));
}

function json(body: string, status = 200): Answer {
  return (response) => response.writeHead(status, { "content-type": "application/json" }).end(body);
}

const whole: Answer = (response) => response.end(bytes);
const withoutLength: Answer = (response) => void (response.write(bytes) || response.end());
const keeper = "https://lookaside.fbsbx.com/whatsapp/?mid=7&hash=x";

async function fail(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  assert.ok(!error.uncertain);
  return error;
}

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
    assert.match(`${error.verdict} ${error.message}`, /^permanent .* checksum/);
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
