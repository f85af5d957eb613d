import { chmodSync, mkdirSync, readdirSync, rmSync } from "node:fs";
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
 * Makes the folder, which only its owner can read. What an earlier run left in it goes: its files can be fetched again.
 * @throws OperatorError 73 where it cannot be made
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
    },
  };
}

function sweep(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // It may be older than its mode.
    chmodSync(folder, 0o700);
    for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true });
  } catch (cause) {
    throw new OperatorError(`Make the folder for files "${folder}": it cannot be written`, {
      code: "store_unusable",
      exitCode: 73,
      hint: "see that the folder of WA_DB_FILE belongs to this user and that its disk has room",
      cause,
    });
  }
}
