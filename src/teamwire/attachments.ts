import type { StaffFile, StaffPart } from "../bridge/message.ts";
import { toStaffFile } from "../bridge/staff-file.ts";
import type { WireAttachment } from "./payload.ts";

/** What the types of attachments with files are meant as. */
const meanings: Readonly<Record<string, StaffFile["kind"]>> = {
  GALLERY: "image",
  VIDEO: "video",
  SOUND: "audio",
  FILE: "document",
};

/** What of an attachment can go to WhatsApp, a gallery one by one; nothing for a type that has no like there. */
export function toParts({ type, assets, ...place }: WireAttachment): readonly StaffPart[] {
  const meant = Object.hasOwn(meanings, type) ? meanings[type] : undefined;
  if (meant) {
    return (assets ?? []).map(({ asset_id: assetId, name, mime_type: mimeType, size }) => {
      return { kind: "file", file: toStaffFile(meant, { assetId, name, mimeType }), size };
    });
  }
  const { lat: latitude, lon: longitude, name, address } = place;
  if (type !== "LOCATION" || latitude === undefined || longitude === undefined) return [];
  const words = { ...(name && { name }), ...(address && { address }) };
  return [{ kind: "location", latitude, longitude, ...words }];
}
