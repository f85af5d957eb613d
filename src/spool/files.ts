import { writeFile } from "node:fs/promises";

import type { Side } from "../bridge/delivery.ts";
import { DeliveryError, FileTooLargeError } from "../bridge/errors.ts";
import type { CustomerFile, StaffFile } from "../bridge/message.ts";
import type { Files } from "../bridge/ports.ts";
import type { Allot, LocalFile } from "../network/transfer.ts";
import type { Spool } from "./spool.ts";

/** A side that keeps files. Every method throws `DeliveryError`, after one attempt. */
export interface Keeper<Reference> {
  download(reference: Reference, allot: Allot): Promise<number>;
  upload(file: LocalFile): Promise<string>;
}

export interface FilesOptions {
  readonly spool: Spool;
  readonly whatsApp: Keeper<CustomerFile & { readonly mediaId: string }>;
  readonly team: Keeper<{ readonly assetId: string }>;
}

/** A file on its way: here, or already on the other side. */
interface Carried {
  readonly local: LocalFile;
  uploadedAs: string | null;
}

/** The largest file that WhatsApp knows, a document; room is kept for it where nobody tells a size. */
const mostBytes = 100 * 1024 * 1024;

/** Carries files over the spool. What is uploaded leaves the disk at once; its id is kept until the delivery is settled. */
export function createFiles({ spool, whatsApp, team }: FilesOptions): Files {
  const carried = new Map<number, Carried>();

  async function download(file: CustomerFile | StaffFile, allot: Allot): Promise<number> {
    if ("assetId" in file) return team.download(file, allot);
    const { mediaId, text } = file;
    if (text !== undefined) return write(text, allot);
    if (mediaId !== null) return whatsApp.download({ ...file, mediaId }, allot);
    throw new DeliveryError("WhatsApp does not hand the file out", { verdict: "permanent" });
  }

  return {
    async fetch(deliveryId, file) {
      const here = carried.get(deliveryId);
      if (here) return here.local.size;
      let path = "";
      try {
        const size = await download(file, (told) => {
          if (told !== null && told > mostBytes) {
            throw new FileTooLargeError(told);
          }
          path = spool.take(deliveryId, told ?? mostBytes);
          return { path, maxBytes: told ?? mostBytes };
        });
        spool.trim(deliveryId, size);
        const { name, mimeType } = file;
        carried.set(deliveryId, { local: { path, size, name, mimeType }, uploadedAs: null });
        return size;
      } catch (error) {
        spool.remove(deliveryId);
        throw error;
      }
    },

    async upload(deliveryId: number, side: Side) {
      const file = carried.get(deliveryId);
      if (!file) throw new DeliveryError("the file is not here", { verdict: "transient" });
      file.uploadedAs ??= await (side === "team" ? team : whatsApp).upload(file.local);
      spool.remove(deliveryId);
      return { id: file.uploadedAs, size: file.local.size };
    },

    release(deliveryId) {
      carried.delete(deliveryId);
      spool.remove(deliveryId);
    },
  };
}

async function write(text: string, allot: Allot): Promise<number> {
  const bytes = new TextEncoder().encode(text);
  const { path } = allot(bytes.byteLength);
  try {
    await writeFile(path, bytes, { mode: 0o600 });
  } catch {
    throw new DeliveryError("Write a file: the disk takes nothing", { verdict: "transient" });
  }
  return bytes.byteLength;
}
