// Archives as others read them: the system's tar, xz, unzip and sha256sum, where they are there.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { writeArchive, type Entry } from "../../../../scripts/build/archive/archive.ts";
import { renderChecksums } from "../../../../scripts/build/archive/checksums.ts";
import { createFolder } from "../../ledger/temp-store.ts";

const date = new Date("2026-11-23T19:36:57+01:00");

function lacks(...tools: readonly string[]): string | false {
  const absent = tools.filter((tool) => spawnSync("sh", ["-c", `command -v ${tool}`]).status !== 0);
  return absent.length > 0 && `no ${absent.join(", ")}`;
}

function run(folder: string, ...command: readonly string[]): string {
  const [tool = "", ...args] = command;
  const { status, stdout, stderr } = spawnSync(tool, args, {
    cwd: folder,
    encoding: "utf8",
    env: { ...process.env, TZ: "UTC", LC_ALL: "C" },
    timeout: 60_000,
  });
  assert.deepEqual([status, stderr], [0, ""], command.join(" "));
  return stdout;
}

/** Entries in no order, the executable in a file of a mode and a time of its own. */
function setScene(t: TestContext): { folder: string; entries: readonly Entry[] } {
  const folder = createFolder(t);
  const program = join(folder, "program");
  writeFileSync(program, Buffer.alloc(3_000_000, "whatsapp-bot "), { mode: 0o600 });
  utimesSync(program, 1_000_000_000, 1_000_000_000);
  const entries = [
    { name: "bot-2/whatsapp-bot", mode: 0o755, from: { path: program } },
    { name: "bot-2/README.md", mode: 0o644, from: { text: "Größe: 1 MB\n" } },
    { name: "bot-2/man/man1/whatsapp-bot.1", mode: 0o644, from: { text: "" } },
  ] as const;
  return { folder, entries };
}

const names = ["bot-2/README.md", "bot-2/man/man1/whatsapp-bot.1", "bot-2/whatsapp-bot"];

test("writeArchive writes a .tar.xz as tar reads it", { skip: lacks("tar", "xz") }, async (t) => {
  const { folder, entries } = setScene(t);
  await writeArchive(join(folder, "bot.tar.xz"), entries, date);
  assert.equal(run(folder, "tar", "-tf", "bot.tar.xz"), names.map((name) => `${name}\n`).join(""));
  const lines = run(folder, "tar", "-tvf", "bot.tar.xz", "--full-time").trimEnd().split("\n");
  assert.deepEqual(
    lines.map((line) => line.split(/ +/).slice(0, 5).join(" ")),
    [
      "-rw-r--r-- root/root 14 2026-11-23 18:36:57",
      "-rw-r--r-- root/root 0 2026-11-23 18:36:57",
      "-rwxr-xr-x root/root 3000000 2026-11-23 18:36:57",
    ],
  );
  assert.match(run(folder, "tar", "-tvf", "bot.tar.xz", "--numeric-owner"), /^\S+ 0\/0 /);
  run(folder, "tar", "-xf", "bot.tar.xz");
  assert.equal(readFileSync(join(folder, "bot-2/README.md"), "utf8"), "Größe: 1 MB\n");
  const [made, whole] = [readFileSync(join(folder, "bot-2/whatsapp-bot")), entries[0]?.from];
  assert.ok(whole && "path" in whole && made.equals(readFileSync(whole.path)));
});

test("writeArchive writes a .zip as unzip reads it", { skip: lacks("unzip") }, async (t) => {
  const { folder, entries } = setScene(t);
  await writeArchive(join(folder, "bot.zip"), entries, date);
  const told = run(folder, "unzip", "-Z", "-T", "-l", "bot.zip").split("\n").slice(2, -2);
  assert.deepEqual(
    told.map((line) => /^\S+/.exec(line)?.[0] + line.slice(line.indexOf("20261123"))),
    [
      `-rw-r--r--20261123.183657 ${names[0]}`,
      `-rw-r--r--20261123.183657 ${names[1]}`,
      `-rwxr-xr-x20261123.183657 ${names[2]}`,
    ],
  );
  run(folder, "unzip", "-q", "bot.zip");
  assert.equal(readFileSync(join(folder, "bot-2/README.md"), "utf8"), "Größe: 1 MB\n");
  assert.equal(statSync(join(folder, "bot-2/whatsapp-bot")).size, 3_000_000);
});

for (const type of ["tar.xz", "zip"] as const) {
  const skip = type === "tar.xz" && lacks("xz");
  test(`writeArchive writes the same ${type} anywhere and at any time`, { skip }, async (t) => {
    const { folder, entries } = setScene(t);
    const [one, other] = [join(folder, `one.${type}`), join(folder, `other.${type}`)];
    await writeArchive(one, entries, date);
    // Another place, order of entries, time zone, set of default options, mode and time of the file.
    const elsewhere = setScene(t);
    utimesSync(join(elsewhere.folder, "program"), 1, 1);
    const variables = {
      TZ: "Asia/Kathmandu",
      XZ_OPT: "--check=sha256",
      XZ_DEFAULTS: "--block-size=1MiB",
    };
    for (const [name, value] of Object.entries(variables)) {
      const before = process.env[name];
      process.env[name] = value;
      t.after(() => {
        if (before === undefined) delete process.env[name];
        else process.env[name] = before;
      });
    }
    await writeArchive(other, elsewhere.entries.toReversed(), date);
    assert.ok(readFileSync(one).equals(readFileSync(other)));
  });

  test(`writeArchive leaves no ${type} that is not whole`, { skip }, async (t) => {
    const { folder, entries } = setScene(t);
    const file = join(folder, `bot.${type}`);
    const absent = { name: "z", mode: 0o644, from: { path: join(folder, "absent") } } as const;
    await assert.rejects(writeArchive(file, [...entries, absent], date), { code: "ENOENT" });
    assert.ok(!existsSync(file));
  });
}

test("writeArchive says what to install where there is no xz", async (t) => {
  const { folder, entries } = setScene(t);
  const path = process.env["PATH"] ?? "";
  process.env["PATH"] = folder;
  t.after(() => void (process.env["PATH"] = path));
  await assert.rejects(writeArchive(join(folder, "bot.tar.xz"), entries, date), /install xz-utils/);
});

test("npm run build:all says so before it writes anything", (t) => {
  const args = ["scripts/build.ts", "--all"];
  const options = { encoding: "utf8", env: { PATH: createFolder(t) } } as const;
  const { status, stdout, stderr } = spawnSync(resolve("node_modules/.bin/node"), args, options);
  assert.deepEqual([status, stdout], [1, ""]);
  assert.match(stderr, /^error: Compress an archive: there is no xz on the PATH; [^\n]+\n$/);
});

test("renderChecksums is taken by sha256sum -c", { skip: lacks("sha256sum") }, async (t) => {
  const folder = createFolder(t);
  const files = ["b.zip", "a.tar.xz", "B"].map((name) => join(folder, name));
  for (const file of files) writeFileSync(file, basename(file));
  const text = await renderChecksums(files);
  writeFileSync(join(folder, "SHA256SUMS"), text);
  assert.equal(run(folder, "sha256sum", "-c", "SHA256SUMS"), "B: OK\na.tar.xz: OK\nb.zip: OK\n");
  assert.match(text, /^df7e70e5021544f4834bbee64a9e3789febc4be81470df629cad6ddb03320a5c {2}B\n/);
});
