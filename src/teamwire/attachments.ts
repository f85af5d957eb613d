import type { StaffFile, StaffPart, StaffPost } from "../bridge/message.ts";
import { toPin } from "../bridge/place.ts";
import { toStaffFile } from "../bridge/staff-file.ts";
import type { WireAttachment } from "./payload.ts";

/** What the types of attachments with files are meant as. */
const meanings: Readonly<Record<string, StaffFile["kind"]>> = {
  GALLERY: "image",
  VIDEO: "video",
  SOUND: "audio",
  FILE: "document",
};

/** What of a post's attachments can go to WhatsApp, a gallery one by one, and the kinds of what cannot. */
export function toAttached(
  attachments: readonly WireAttachment[],
): Pick<StaffPost, "parts" | "attachments"> {
  const read = attachments.flatMap(toParts);
  const parts = read.filter((part) => typeof part !== "string");
  const others = read.filter((part) => typeof part === "string");
  return { ...(parts.length > 0 && { parts }), attachments: others };
}

function toParts({
  type,
  assets,
  lat,
  lon,
  name,
  address,
}: WireAttachment): (StaffPart | string)[] {
  const meant = Object.hasOwn(meanings, type) ? meanings[type] : undefined;
  if (meant) {
    const files = assets && assets.length > 0 ? assets : [null];
    return files.map((asset) => (asset ? toFilePart(meant, asset) : meant));
  }
  if (type !== "LOCATION") return [toKind(type)];
  const pin = toPin({
    ...(lat !== undefined && { latitude: lat }),
    ...(lon !== undefined && { longitude: lon }),
    ...(name && { name }),
    ...(address && { address }),
  });
  return [pin ? { kind: "location", ...pin } : "location"];
}

function toFilePart(
  meant: StaffFile["kind"],
  { asset_id: assetId, name, mime_type: mimeType, size }: WireAsset,
): StaffPart {
  return { kind: "file", file: toStaffFile(meant, { assetId, name, mimeType }), size };
}

type WireAsset = NonNullable<NonNullable<WireAttachment["assets"]>[number]>;

/** Of a type that does not look like one nothing is repeated. */
function toKind(type: string): string {
  return /^[A-Z_]{1,40}$/.test(type) ? type.toLowerCase().replaceAll("_", "-") : "unknown";
}
