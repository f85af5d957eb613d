import { DeliveryError } from "../bridge/errors.ts";
import { plain } from "../bridge/log/plain.ts";
import type { Clock, Health } from "../bridge/ports.ts";
import type { Teamwire } from "./api.ts";

/** The picture of new chats. */
export interface Avatar {
  /** Its asset, uploaded once; null where it cannot be had. @throws DeliveryError for a failure that may pass */
  assetId(path: string): Promise<string | null>;
  /** Teamwire made no chat with it. */
  refuse(path: string): void;
}

export interface AvatarOptions {
  readonly client: Pick<Teamwire, "uploadAsset">;
  readonly readFile: (path: string) => Promise<Uint8Array>;
  readonly clock: Pick<Clock, "monotonic">;
  readonly health: Health;
}

const healthId = "avatar";
const retryMs = 10 * 60 * 1000;
/** A picture must not hold up messages: after so many failures in a row chats are made without it. */
const patience = 3;

/** Uploads the picture again only for another path; given up, it is tried again after 10 minutes. */
export function createAvatar({ client, readFile, clock, health }: AvatarOptions): Avatar {
  let kept: { readonly path: string; readonly assetId: Promise<string | null> } | null = null;
  /** When a given-up picture is tried again, on the monotonic clock. */
  let retryAt = Infinity;
  let failures = 0;

  async function upload(path: string): Promise<string> {
    const bytes = new Uint8Array(await readPicture(path, readFile));
    const type = toImageType(bytes);
    if (type === null) throw new UnusableAvatarError("neither JPEG nor PNG");
    return client.uploadAsset({ bytes, name: `avatar.${type}`, mimeType: `image/${type}` });
  }

  function giveUp(why: string): void {
    retryAt = clock.monotonic() + retryMs;
    health.degrade(healthId, {
      detail: `New chats have no picture: ${why}`,
      remedy: plain`Check chat_avatar_path in the JSON config: a JPEG or PNG that Teamwire accepts`,
    });
  }

  async function uploadOrGiveUp(path: string): Promise<string | null> {
    try {
      const id = await upload(path);
      failures = 0;
      retryAt = Infinity;
      health.recover(healthId);
      return id;
    } catch (error) {
      failures += 1;
      if (mayPass(error) && failures < patience) {
        kept = null;
        throw error;
      }
      giveUp(toReason(error));
      return null;
    }
  }

  return {
    assetId(path) {
      if (kept === null || kept.path !== path || clock.monotonic() >= retryAt) {
        retryAt = Infinity;
        kept = { path, assetId: uploadOrGiveUp(path) };
      }
      return kept.assetId;
    },
    refuse(path) {
      kept = { path, assetId: Promise.resolve(null) };
      giveUp("refused with the chat");
    },
  };
}

/** By the file's first bytes; null for what is neither JPEG nor PNG. */
export function toImageType(bytes: Uint8Array): "jpeg" | "png" | null {
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return "jpeg";
  if (startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return "png";
  return null;
}

class UnusableAvatarError extends Error {
  override readonly name = "UnusableAvatarError";
}

async function readPicture(path: string, readFile: AvatarOptions["readFile"]): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new UnusableAvatarError("file cannot be read", { cause });
  }
}

function mayPass(error: unknown): boolean {
  return error instanceof DeliveryError && error.verdict !== "permanent";
}

function toReason(error: unknown): string {
  if (error instanceof UnusableAvatarError) return error.message;
  if (error instanceof DeliveryError) return error.provider?.title ?? "no answer to the upload";
  throw error;
}

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}
