import { toFileName } from "./file-name.ts";
import type { StaffFile } from "./message.ts";
import { toMimeType } from "./mime-type.ts";
import type { AttachedHeader } from "./template.ts";

type Kind = StaffFile["kind"];

/** Megabytes that WhatsApp takes of each kind. */
const limits: Readonly<Record<Kind, number>> = { image: 5, audio: 16, video: 16, document: 100 };
const megabyte = 1024 * 1024;

/** What WhatsApp shows as more than a document; everything else goes as one. */
const shown: Readonly<Record<Exclude<Kind, "document">, readonly string[]>> = {
  image: ["image/jpeg", "image/png"],
  audio: ["audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"],
  video: ["video/mp4", "video/3gpp"],
};

/** A file of staff as WhatsApp will show it. @param meant what it was attached as */
export function toStaffFile(
  meant: Kind,
  asset: {
    readonly assetId: string;
    readonly name: string | undefined;
    readonly mimeType: string | undefined;
  },
): StaffFile {
  const mimeType = toMimeType(asset.mimeType);
  const kind = meant !== "document" && shown[meant].includes(mimeType) ? meant : "document";
  const name = toFileName(asset.name, { mimeType, fallback: meant });
  return { kind, assetId: asset.assetId, name, mimeType };
}

/** A file as what a template shows above its text. @returns null for one that WhatsApp does not show so */
export function toHeaderFile(
  file: StaffFile,
  kind: Exclude<AttachedHeader, "location">,
): StaffFile | null {
  const fits = kind === "document" ? file.kind === kind : shown[kind].includes(file.mimeType);
  return fits ? { ...file, kind } : null;
}

/** Whether a file is too large for WhatsApp; then what there is to say of it. @param mostBytes that it takes of any file */
export function findExcess(
  { kind, name }: StaffFile,
  bytes: number,
  mostBytes = Infinity,
): {
  readonly id: "file.too-large" | "file.too-large.document";
  readonly values: { readonly name: string; readonly limit: number; readonly size: number };
} | null {
  const limit = Math.min(limits[kind], mostBytes / megabyte);
  if (bytes <= limit * megabyte) return null;
  const id = kind === "document" ? "file.too-large.document" : "file.too-large";
  return { id, values: { name, limit, size: Math.ceil(bytes / megabyte) } };
}

const longestCaption = 1024;

/** Whether WhatsApp shows a text with the file, instead of before it. */
export function takesCaption({ kind }: StaffFile, text: string): boolean {
  return kind !== "audio" && text.length <= longestCaption;
}
