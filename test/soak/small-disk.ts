import { spawnSync } from "node:child_process";
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import type { Part } from "./part.ts";

const page = 4096;

/** A file system of a few MB that can be filled. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many pages of 4 KB. */
  fill(pagesLeft: number): void;
  /** Makes room again. */
  free(): void;
}

/** Mounts a tmpfs for the part; null where that is not allowed. */
export function mountSmallDisk(part: Part, megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-disk-"));
  const options = ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", folder];
  const isMounted = run("mount", options);
  let isThere = true;
  function remove(): void {
    if (!isThere) return;
    isThere = false;
    // Lazily if need be: a process that is just ending may still hold a file.
    if (isMounted && !run("umount", [folder])) run("umount", ["-l", folder]);
    rmSync(folder, { recursive: true, force: true });
  }
  part.after(remove);
  process.on("exit", remove);
  if (!isMounted) return null;
  const ballast = join(folder, "ballast");
  return {
    folder,
    fill(pagesLeft) {
      const file = openSync(ballast, "w");
      let size = 0;
      for (const bytes of [Buffer.alloc(64 * page), Buffer.alloc(page)]) {
        for (let written = bytes.length; written === bytes.length;) {
          written = writeUnlessFull(file, bytes);
          size += written;
        }
      }
      ftruncateSync(file, Math.max(0, size - pagesLeft * page));
      closeSync(file);
    },
    free: () => rmSync(ballast, { force: true }),
  };
}

/** @returns how many bytes found room */
function writeUnlessFull(file: number, bytes: Uint8Array): number {
  try {
    return writeSync(file, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOSPC") return 0;
    throw error;
  }
}

function run(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: "ignore" }).status === 0;
}
