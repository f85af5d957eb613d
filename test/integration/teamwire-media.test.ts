import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { DeliveryError, FileTooLargeError } from "../../src/bridge/errors.ts";
import { toContent } from "../../src/simulator/content.ts";
import { startWorld } from "../../src/simulator/world.ts";
import { createTeamwireMedia } from "../../src/teamwire/media.ts";
import { createManualClock } from "../fakes/clock.ts";
import { direct } from "../fakes/network.ts";

const bytes = randomBytes(300_000);
const maxBytes = 1_000_000;

function inFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-media-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return join(folder, "file");
}

/** A server on the loopback that gives every call the same answer, and the client for it. */
async function start(t: TestContext, answer: (response: ServerResponse) => void) {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    request.resume();
    request.on("end", () => answer(response));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const host = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
  const settings = { appId: "app", secret: "secret", host };
  const media = createTeamwireMedia(settings, { network: direct, now: () => 0, silenceMs: 300 });
  return { media, calls: () => calls };
}

async function fail(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DeliveryError, String(error));
  assert.ok(!error.uncertain && !error.message.includes("secret"));
  return error;
}

test("upload and download carry a file through the contract's assets", async (t) => {
  const world = await startWorld({ clock: createManualClock() });
  t.after(() => world.close());
  const path = inFolder(t);
  writeFileSync(path, bytes);
  const media = createTeamwireMedia(
    {
      appId: world.environment["TW_API_APPID"] ?? "",
      secret: world.environment["TW_API_SECRET"] ?? "",
      host: world.environment["TW_API_HOST"] ?? "",
    },
    { now: () => 0, network: direct },
  );
  const file = {
    path,
    size: bytes.length,
    name: "Übersicht (1) 😀.pdf",
    mimeType: "application/pdf",
  };
  const assetId = await media.upload(file);
  const stored = world.teamwire.simulator.assets.get(assetId);
  assert.deepEqual([stored.name, stored.mime_type], [file.name, "application/pdf"]);
  assert.equal(stored.content.sha256, toContent(new Uint8Array(bytes)).sha256);

  const copy = inFolder(t);
  const size = await media.download({ assetId }, (told) => {
    assert.equal(told, bytes.length);
    return { path: copy, maxBytes };
  });
  assert.equal(size, bytes.length);
  assert.deepEqual(readFileSync(copy), bytes);
  assert.equal(statSync(copy).mode & 0o777, 0o600);

  const lost = await fail(media.download({ assetId: "no-such" }, () => assert.fail()));
  assert.equal(lost.verdict, "permanent");
  const large = media.download({ assetId }, () => ({ path: copy, maxBytes: 1000 }));
  assert.ok((await fail(large)) instanceof FileTooLargeError);
});

test("download counts what comes without a length", async (t) => {
  const { media } = await start(t, (response) => {
    response.write(bytes);
    response.end();
  });
  const path = inFolder(t);
  const asked = media.download({ assetId: "7" }, () => ({ path, maxBytes: 1000 }));
  assert.equal((await fail(asked)).verdict, "permanent");
  assert.equal(await media.download({ assetId: "7" }, () => ({ path, maxBytes })), bytes.length);
});

test("what breaks, falls silent or is refused is asked once and judged", async (t) => {
  const table: readonly (readonly [(response: ServerResponse) => void, string])[] = [
    [(response) => void response.destroy(), "transient"],
    [() => {}, "transient"],
    [
      (response) => {
        response.writeHead(200, { "content-length": "100" });
        response.write("{");
      },
      "transient",
    ],
    [(response) => response.writeHead(503).end(), "transient"],
    [(response) => response.writeHead(429, { "retry-after": "7" }).end(), "throttled"],
    [(response) => response.writeHead(401).end(), "account"],
    [(response) => response.writeHead(413).end('{"error":{"code":"too_large"}}'), "permanent"],
  ];
  const path = inFolder(t);
  writeFileSync(path, bytes);
  const file = { path, size: bytes.length, name: "a", mimeType: "text/plain" };
  for (const [answer, verdict] of table) {
    const { media, calls } = await start(t, answer);
    assert.equal((await fail(media.upload(file))).verdict, verdict);
    const into = inFolder(t);
    const asked = media.download({ assetId: "7" }, () => ({ path: into, maxBytes }));
    assert.equal((await fail(asked)).verdict, verdict);
    assert.equal(calls(), 2);
  }
});
