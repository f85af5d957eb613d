import type { KeptContent } from "./content.ts";
import type { PhoneMessage } from "./dialog360/conversations.ts";
import type { MediaStore } from "./dialog360/media.ts";
import { fileTypes } from "./dialog360/phone-messages.ts";
import { isObject, isText, type JsonObject } from "./json.ts";
import type { Assets } from "./teamwire/assets.ts";
import type { TeamwireMessage } from "./teamwire/objects.ts";

/** How a file is shown: as what it is, or as a row with its name. */
export type ShownAs = "picture" | "sound" | "video" | "file";

export interface StageFile {
  readonly shownAs: ShownAs;
  /** Empty where it came without one. */
  readonly name: string;
  readonly size: number;
  /** Null where the bytes are gone. */
  readonly url: string | null;
}

export interface StagePlace {
  /** Empty where it has none, as the address. */
  readonly name: string;
  readonly address: string;
  readonly latitude: number;
  readonly longitude: number;
}

/** What stands with the words of a message, on either side. */
export interface StageAttached {
  readonly files: readonly StageFile[];
  readonly place: StagePlace | null;
}

/** What a browser can show and play, none of which can carry a script. */
const showable: Readonly<Record<Exclude<ShownAs, "file">, readonly string[]>> = {
  picture: ["image/jpeg", "image/png", "image/gif", "image/webp"],
  sound: ["audio/aac", "audio/mp4", "audio/x-m4a", "audio/mpeg", "audio/ogg", "audio/wav"],
  video: ["video/mp4", "video/3gpp", "video/webm"],
};

export function toShownAs(mimeType: string): ShownAs {
  const bare = mimeType.split(";")[0]?.trim().toLowerCase() ?? "";
  const kinds = ["picture", "sound", "video"] as const;
  return kinds.find((kind) => showable[kind].includes(bare)) ?? "file";
}

/** What stands in a bubble on the phone. */
export function attachedToMessage(message: PhoneMessage, media: MediaStore): StageAttached {
  if (message.deleted) return { files: [], place: null };
  const { header } = message.card ?? {};
  if (header) {
    const type = String(header["type"]);
    return toAttached({ type, content: header[type] }, media);
  }
  return toAttached(message, media);
}

function toAttached(
  { type, content }: Pick<PhoneMessage, "type" | "content">,
  media: MediaStore,
): StageAttached {
  if (!isObject(content)) return { files: [], place: null };
  if (type === "location") return { files: [], place: toPlace(content, ["latitude", "longitude"]) };
  if (!fileTypes.includes(type)) return { files: [], place: null };
  const stored = media.find(content["id"]);
  const told = content["filename"];
  const name = isText(told) ? told : (stored?.name ?? type);
  // A document is a row, whatever is in it.
  const shownAs = !stored || type === "document" ? "file" : toShownAs(stored.mimeType);
  const file = toFile(stored?.content, { shownAs, name, url: `/api/media/${stored?.id}` });
  return { files: [file], place: null };
}

/** What stands in a post of the chat. */
export function attachedToPost({ attachments }: TeamwireMessage, assets: Assets): StageAttached {
  const all = attachments ?? [];
  const place = all.find(({ type }) => type === "LOCATION");
  const files = all.flatMap(({ type, assets: attached = [] }) =>
    attached.map(({ asset_id: id, name }) => {
      const stored = assets.find(id);
      const shownAs = !stored || type === "FILE" ? "file" : toShownAs(stored.mime_type);
      return toFile(stored?.content, { shownAs, name, url: `/api/assets/${id}` });
    }),
  );
  return { files, place: place ? toPlace(place, ["lat", "lon"]) : null };
}

function toFile(
  content: KeptContent | undefined,
  { shownAs, name, url }: { shownAs: ShownAs; name: string; url: string },
): StageFile {
  return { shownAs, name, size: content?.size ?? 0, url: content?.chunks ? url : null };
}

function toPlace(place: JsonObject, [latitude, longitude]: readonly [string, string]): StagePlace {
  const { name, address } = place;
  return {
    name: isText(name) ? name : "",
    address: isText(address) ? address : "",
    latitude: Number(place[latitude]),
    longitude: Number(place[longitude]),
  };
}
