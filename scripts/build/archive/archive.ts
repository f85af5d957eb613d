import { spawn, spawnSync, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, openSync, rmSync, statSync } from "node:fs";
import process from "node:process";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { createTarPacker, type TarPackController } from "modern-tar";
import { ZipFile } from "yazl";

/** A file in an archive. */
export interface Entry {
  /** With the folders above it, separated by slashes. */
  readonly name: string;
  readonly mode: 0o644 | 0o755;
  /** What is in it, or the file that has it. */
  readonly from: { readonly text: string } | { readonly path: string };
}

/**
 * Writes a `.tar.xz` or a `.zip`, as the file's name ends. Its bytes follow from the arguments alone: every entry has that
 * date and belongs to root, and their order is that of their names.
 */
export async function writeArchive(
  file: string,
  entries: readonly Entry[],
  date: Date,
): Promise<void> {
  const sorted = entries.toSorted((one, other) => (one.name < other.name ? -1 : 1));
  const write = file.endsWith(".zip") ? writeZip : writeTarXz;
  try {
    // Opened now, so that nothing makes the file once it was removed.
    await write(createWriteStream(file, { fd: openSync(file, "w") }), sorted, date);
  } catch (error) {
    rmSync(file, { force: true });
    throw error;
  }
}

async function writeTarXz(output: Writable, entries: readonly Entry[], date: Date): Promise<void> {
  const { readable, controller } = createTarPacker();
  const xz = startXz();
  const steps = [
    addToTar(controller, entries, date),
    pipeline(readable, xz.stdin),
    pipeline(xz.stdout, output),
    expectSuccess(xz),
  ];
  try {
    await Promise.all(steps);
  } catch (error) {
    xz.kill();
    await Promise.allSettled(steps);
    throw error;
  }
}

async function addToTar(
  controller: TarPackController,
  entries: readonly Entry[],
  mtime: Date,
): Promise<void> {
  const owner = { uid: 0, gid: 0, uname: "root", gname: "root" };
  for (const { name, mode, from } of entries) {
    const size = "text" in from ? Buffer.byteLength(from.text) : statSync(from.path).size;
    const writer = controller.add({ name, mode, size, mtime, ...owner }).getWriter();
    const content = "text" in from ? [Buffer.from(from.text)] : createReadStream(from.path);
    for await (const chunk of content) await writer.write(chunk);
    await writer.close();
  }
  controller.finalize();
}

/**
 * By the system's xz: those of npm either need a compiler where there is no binary of theirs, or are left out by an older npm.
 * The preset 6 makes 27.2 MB of the stripped Node 24 for linux-x64 (108.5 MB) in 38 s; 9e makes 26.8 MB in 53 s, and whoever
 * unpacks that needs 65 MB of memory instead of 9. One thread, since with several the bytes depend on how many.
 */
function startXz(): ChildProcessByStdio<Writable, Readable, null> {
  expectXz();
  const { XZ_OPT: _, XZ_DEFAULTS: __, ...env } = process.env;
  return spawn("xz", ["--compress", "--stdout", "--format=xz", "--threads=1", "-6"], {
    env,
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** @throws {Error} where there is none */
export function expectXz(): void {
  if (spawnSync("xz", ["--version"]).error) throw new Error(missing);
}

async function expectSuccess(xz: ChildProcess): Promise<void> {
  const [code, signal] = await once(xz, "close");
  if (code !== 0) throw new Error(`Compress an archive: xz ended with ${code ?? signal}`);
}

const missing =
  "Compress an archive: there is no xz on the PATH; install xz-utils (Debian), xz (Fedora, Alpine, Homebrew)";

async function writeZip(output: Writable, entries: readonly Entry[], date: Date): Promise<void> {
  const zip = new ZipFile();
  const mtime = new UtcDate(date);
  for (const { name, mode: permissions, from } of entries) {
    const regularFile = 0o100000;
    const options = { mtime, mode: regularFile | permissions, compressionLevel: 9 };
    if ("text" in from) zip.addBuffer(Buffer.from(from.text), name, options);
    else zip.addFile(from.path, name, options);
  }
  const failed = once(zip, "error").then(([error]) => Promise.reject(error));
  zip.end();
  await Promise.race([failed, pipeline(zip.outputStream, output)]);
}

/** A zip has times as a clock on the wall shows them; this one hangs in UTC, wherever the archive is made. */
class UtcDate extends Date {
  override getFullYear = () => this.getUTCFullYear();
  override getMonth = () => this.getUTCMonth();
  override getDate = () => this.getUTCDate();
  override getHours = () => this.getUTCHours();
  override getMinutes = () => this.getUTCMinutes();
  override getSeconds = () => this.getUTCSeconds();
}
