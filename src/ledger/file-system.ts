import * as fs from "node:fs";
import { platform } from "node:os";
import { dirname } from "node:path";

/** The disk as the ledger uses it, synchronous; tests put failures in its place. Paths are absolute. */
export interface FileSystem {
  /** Null where there is no such file. */
  readonly read: (path: string) => Uint8Array | null;
  /** The names in a folder. */
  readonly list: (folder: string) => readonly string[];
  /** Makes an empty file that only its owner can read and gives its descriptor; a file of that name is emptied. */
  readonly create: (path: string) => number;
  /** Opens a file that exists for writing. */
  readonly open: (path: string) => number;
  /** @returns how many bytes were written: a full disk may take fewer without an error */
  readonly write: (file: number, bytes: Uint8Array, position: number) => number;
  readonly truncate: (file: number, length: number) => void;
  /** Waits until content and length are on disk. */
  readonly sync: (file: number) => void;
  readonly close: (file: number) => void;
  /** Renames `from` to `to` in one step, in place of what was there, and makes the renaming durable. */
  readonly replace: (from: string, to: string) => void;
  /** Does nothing where there is no such file. */
  readonly remove: (path: string) => void;
}

/** What is added to a file's name while it is being written. */
export const draftSuffix = ".new";

/** After so many bytes a large file waits for the disk, so that a record of the log never waits for much more. */
const pieceBytes = 4 * 1024 * 1024;
const renamePatienceMs = 5000;
const renamePauseMs = 50;

/** The real disk. */
export function createFileSystem(): FileSystem {
  return {
    read,
    list: (folder) => fs.readdirSync(folder),
    create,
    open: (path) => fs.openSync(path, "r+"),
    write: (file, bytes, position) => fs.writeSync(file, bytes, 0, bytes.length, position),
    truncate: (file, length) => fs.ftruncateSync(file, length),
    sync: (file) => fs.fdatasyncSync(file),
    close: (file) => fs.closeSync(file),
    replace,
    remove: (path) => fs.rmSync(path, { force: true }),
  };
}

/** Puts a whole file in its place at once: after a crash there is the old one or the new one. */
export function writeAtomically(disk: FileSystem, path: string, bytes: Uint8Array): void {
  const draft = `${path}${draftSuffix}`;
  try {
    const file = disk.create(draft);
    try {
      for (let written = 0; written < bytes.length;) {
        const count = disk.write(file, bytes.subarray(written, written + pieceBytes), written);
        if (count === 0) throw new Error("the disk takes no more");
        written += count;
        disk.sync(file);
      }
    } finally {
      disk.close(file);
    }
    disk.replace(draft, path);
  } catch (error) {
    removeQuietly(disk, draft);
    throw error;
  }
}

/** The code of a system error such as `ENOSPC`, else the error's own words. */
export function toFaultText(error: unknown): string {
  if (error instanceof Error && "code" in error && typeof error.code === "string")
    return error.code;
  return error instanceof Error ? error.message : "unknown fault";
}

/** Removes a file that does no harm where it cannot be removed. */
export function removeQuietly(disk: FileSystem, path: string): void {
  try {
    disk.remove(path);
  } catch {
    // Where there is something to tell, it was another failure that led here.
  }
}

function read(path: string): Uint8Array | null {
  try {
    return fs.readFileSync(path);
  } catch (error) {
    if (toFaultText(error) === "ENOENT") return null;
    throw error;
  }
}

function create(path: string): number {
  fs.rmSync(path, { force: true });
  return fs.openSync(path, "wx", 0o600);
}

function replace(from: string, to: string): void {
  const end = performance.now() + renamePatienceMs;
  for (;;) {
    try {
      fs.renameSync(from, to);
      break;
    } catch (error) {
      // On Windows a virus scanner or a reader holds the file for a moment.
      const isBusy = ["EPERM", "EBUSY"].includes(toFaultText(error)) && platform() === "win32";
      if (!isBusy || performance.now() > end) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, renamePauseMs);
    }
  }
  if (platform() === "win32") return;
  const folder = fs.openSync(dirname(to), "r");
  try {
    fs.fsyncSync(folder);
  } finally {
    fs.closeSync(folder);
  }
}
