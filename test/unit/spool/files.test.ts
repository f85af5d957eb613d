import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";

import { DeliveryError, OperatorError, SpoolFullError } from "../../../src/bridge/errors.ts";
import type { CustomerFile } from "../../../src/bridge/message.ts";
import type { Files } from "../../../src/bridge/ports.ts";
import { createFiles } from "../../../src/spool/files.ts";
import { openSpool } from "../../../src/spool/spool.ts";

function inFolder(t: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), "whatsapp-bot-spool-"));
  t.after(() => rmSync(parent, { recursive: true }));
  return join(parent, "store.db.files");
}

const mib = 1024 * 1024;
const file: CustomerFile = {
  kind: "document",
  mediaId: "77",
  mimeType: "application/pdf",
  name: "../../etc/passwd",
};

interface Scene {
  readonly folder: string;
  readonly files: Files;
  /** What WhatsApp tells; null for nothing. */
  size: number | null;
  failure: DeliveryError | null;
  downloads: number;
  readonly uploads: string[];
}

/** Both sides; WhatsApp hands out files of `size` bytes whose size it tells, or of 3 bytes of untold size. */
function setScene(t: TestContext, { maxBytes = 300 * mib }: { maxBytes?: number } = {}): Scene {
  const folder = inFolder(t);
  const scene: Scene = {
    folder,
    size: null,
    failure: null,
    downloads: 0,
    uploads: [],
    files: createFiles({
      spool: openSpool(folder, maxBytes),
      whatsApp: {
        async download(_reference, allot) {
          scene.downloads += 1;
          const { path } = allot(scene.size);
          writeFileSync(path, "abc");
          if (scene.failure) throw scene.failure;
          return scene.size ?? 3;
        },
        upload: async () => assert.fail(),
      },
      team: {
        download: async () => assert.fail(),
        async upload(local) {
          if (scene.failure) throw scene.failure;
          scene.uploads.push(`${readFileSync(local.path, "utf8")} as ${local.name}`);
          return `asset-${scene.uploads.length}`;
        },
      },
    }),
  };
  return scene;
}

test("openSpool sweeps what an earlier run left", (t) => {
  const folder = inFolder(t);
  mkdirSync(folder);
  writeFileSync(join(folder, "12"), "left");
  openSpool(folder, 1);
  assert.ok(!existsSync(folder));
});

test("openSpool leaves alone what is no folder, and tells the operator", (t) => {
  const folder = inFolder(t);
  writeFileSync(folder, "a file in its place");
  assert.throws(
    () => openSpool(folder, 1),
    (error) => error instanceof OperatorError && error.exitCode === 73,
  );
  assert.ok(existsSync(folder));
});

test("the folder is for its owner alone, and there while it holds files", async (t) => {
  const scene = setScene(t);
  assert.ok(!existsSync(scene.folder));
  for (const id of [12, 13]) await scene.files.fetch(id, file);
  assert.equal(statSync(scene.folder).mode & 0o777, 0o700);
  scene.files.release(12);
  assert.deepEqual(readdirSync(scene.folder), ["13"]);
  scene.files.release(13);
  assert.ok(!existsSync(scene.folder));
});

test("a file is fetched and uploaded once, under the number of its delivery", async (t) => {
  const scene = setScene(t);
  await scene.files.fetch(12, file);
  assert.deepEqual(readdirSync(scene.folder), ["12"]);
  await scene.files.fetch(12, file);
  assert.deepEqual(await scene.files.upload(12, "team"), { id: "asset-1", size: 3 });
  assert.ok(!existsSync(scene.folder), "what is uploaded leaves the disk");
  await scene.files.fetch(12, file);
  assert.deepEqual(await scene.files.upload(12, "team"), { id: "asset-1", size: 3 });
  assert.deepEqual([scene.downloads, scene.uploads], [1, ["abc as ../../etc/passwd"]]);
  scene.files.release(12);
  await scene.files.fetch(12, file);
  assert.equal(scene.downloads, 2, "a new try after the end begins anew");
});

test("an upload that fails keeps the file for the next", async (t) => {
  const scene = setScene(t);
  await scene.files.fetch(12, file);
  scene.failure = new DeliveryError("away", { verdict: "transient" });
  await assert.rejects(scene.files.upload(12, "team"), scene.failure);
  scene.failure = null;
  assert.equal((await scene.files.upload(12, "team")).id, "asset-1");
  assert.equal(scene.downloads, 1);
});

test("a file that fails half-way leaves nothing and keeps no room", async (t) => {
  const scene = setScene(t, { maxBytes: 100 * mib });
  scene.failure = new DeliveryError("broken", { verdict: "transient" });
  await assert.rejects(scene.files.fetch(12, file), scene.failure);
  assert.ok(!existsSync(join(scene.folder, "12")));
  scene.failure = null;
  await scene.files.fetch(13, file);
});

test("files wait while the spool is full", async (t) => {
  const scene = setScene(t, { maxBytes: 10 });
  scene.size = 6;
  await scene.files.fetch(12, file);
  await assert.rejects(scene.files.fetch(13, file), SpoolFullError);
  await scene.files.upload(12, "team");
  await scene.files.fetch(13, file);
  scene.files.release(13);
  await scene.files.fetch(14, file);
});

test("room for the largest file is kept while a size is not known, and given back then", async (t) => {
  const scene = setScene(t, { maxBytes: 100 * mib + 5 });
  await scene.files.fetch(12, file);
  await assert.doesNotReject(scene.files.fetch(13, file), "3 bytes are in use");
  await assert.rejects(scene.files.fetch(14, file), SpoolFullError);
});

test("what never fits, or is not handed out, is refused for good", async (t) => {
  const small = setScene(t, { maxBytes: 10 });
  small.size = 11;
  const large = setScene(t);
  large.size = 100 * mib + 1;
  const undownloaded = small.files.fetch(13, { ...file, mediaId: null });
  for (const asked of [small.files.fetch(12, file), large.files.fetch(12, file), undownloaded]) {
    await assert.rejects(
      asked,
      (error) => error instanceof DeliveryError && error.verdict === "permanent",
    );
  }
});
