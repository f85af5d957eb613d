import { lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync } from "node:fs";
import { join } from "node:path";

import { DeliveryError, OperatorError, SpoolFullError } from "../bridge/errors.ts";

/** A bounded folder for files on their way, each named by the number of its delivery. */
export interface Spool {
  /**
   * Keeps room for a file.
   * @throws SpoolFullError, or DeliveryError `permanent` for one that never fits
   */
  take(deliveryId: number, size: number): string;
  /** A file turned out to be smaller than the room that was kept for it. */
  trim(deliveryId: number, size: number): void;
  /** Removes a file, if there is one, and gives its room back. */
  remove(deliveryId: number): void;
}

/**
 * A spool in a folder that is there only while there are files in it, and that only its owner can read. What an earlier run
 * left goes: its files can be fetched again.
 * @throws OperatorError 73 where that cannot be
 */
export function openSpool(folder: string, maxBytes: number): Spool {
  const sizes = new Map<number, number>();
  let used = 0;
  sweep(folder);

  function keep(deliveryId: number, size: number): void {
    used += size - (sizes.get(deliveryId) ?? 0);
    sizes.set(deliveryId, size);
  }

  return {
    take(deliveryId, size) {
      if (size > maxBytes) {
        throw new DeliveryError("the file is larger than WA_SPOOL_MAX", { verdict: "permanent" });
      }
      if (used - (sizes.get(deliveryId) ?? 0) + size > maxBytes) throw new SpoolFullError();
      if (sizes.size === 0) make(folder);
      keep(deliveryId, size);
      return join(folder, String(deliveryId));
    },
    trim: keep,
    remove(deliveryId) {
      const size = sizes.get(deliveryId);
      if (size === undefined) return;
      rmSync(join(folder, String(deliveryId)), { force: true });
      sizes.delete(deliveryId);
      used -= size;
      if (sizes.size === 0) tidy(folder);
    },
  };
}

/** The deliveries of which there is a file in a spool's folder, whoever has it open. */
export function listSpooled(folder: string): number[] {
  const names = lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(folder)
    : [];
  return names.filter((name) => /^\d{1,15}$/.test(name)).map(Number);
}

/** Removes the files of deliveries, whoever has the spool open. */
export function removeSpooled(folder: string, deliveryIds: readonly number[]): void {
  for (const id of deliveryIds) rmSync(join(folder, String(id)), { force: true });
}

function sweep(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false });
  try {
    if (found?.isDirectory()) rmSync(folder, { recursive: true });
  } catch (cause) {
    throw toUnusable(folder, cause);
  }
  if (found && !found.isDirectory()) throw toUnusable(folder, null);
}

function toUnusable(folder: string, cause: unknown): OperatorError {
  return new OperatorError(`Sweep the folder for files "${folder}": it cannot be removed`, {
    code: "store_unusable",
    exitCode: 73,
    hint: "see what it is and to whom it belongs, then move it away",
    cause,
  });
}

function make(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new DeliveryError("the folder for files cannot be made", { verdict: "transient", cause });
  }
}

/** A folder that stays is swept at the next start. */
function tidy(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // Something else was put into it.
  }
}
