/** Long enough for people, short enough for every file system: most take 255 bytes. */
const longestNameBytes = 200;
const longestExtension = 12;

/**
 * A file's name as it may be saved under on any system: no folders, control characters or reversals of the direction, no
 * name that Windows keeps for devices, and with an extension.
 * @param facts.mimeType as `toMimeType` gives it
 * @param facts.fallback the name without an extension where there is none
 */
export function toFileName(
  name: string | undefined,
  { mimeType, fallback }: { readonly mimeType: string; readonly fallback: string },
): string {
  const plain = (name ?? "")
    .toWellFormed()
    .normalize("NFC")
    // Formatting characters may show another extension than there is; joiners are parts of emoji and scripts.
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/gu, "")
    .split(/[\\/]/)
    .at(-1);
  const safe = (plain ?? "")
    .replace(/[<>:"|?*]/g, "_")
    .replace(/\s+/g, " ")
    .replace(/^[\s.]+|[\s.]+$/g, "");
  const [, stem = safe, told = ""] = /^(.+)(\.[^.\s]+)$/.exec(safe) ?? [];
  // Behind the dot of a number there are only digits.
  const isExtension = /\p{L}/u.test(told) && told.length <= longestExtension;
  const extension = isExtension ? told : (extensions[mimeType] ?? ".bin");
  const full = isExtension ? stem : safe;
  const most = longestNameBytes - toBytes(extension);
  const bare = cut(devices.test(full) ? `_${full}` : full, most);
  return (bare || fallback) + extension;
}

/** Names that Windows keeps for devices, whatever follows a dot. */
const devices = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)/i;

const extensions: Readonly<Record<string, string>> = {
  "application/pdf": ".pdf",
  "application/msword": ".doc",
  "application/vnd.ms-excel": ".xls",
  "application/vnd.ms-powerpoint": ".ppt",
  "application/vnd.openxmlformats-officedocument.presentationml.presentation": ".pptx",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
  "application/zip": ".zip",
  "audio/aac": ".aac",
  "audio/amr": ".amr",
  "audio/mp4": ".m4a",
  "audio/mpeg": ".mp3",
  "audio/ogg": ".ogg",
  "image/gif": ".gif",
  "image/heic": ".heic",
  "image/jpeg": ".jpg",
  "image/png": ".png",
  "image/webp": ".webp",
  "text/csv": ".csv",
  "text/plain": ".txt",
  "text/vcard": ".vcf",
  "video/3gpp": ".3gp",
  "video/mp4": ".mp4",
};

/** At most so many bytes, none of its characters cut in half; empty where the first is longer. */
function cut(text: string, mostBytes: number): string {
  let kept = "";
  let left = mostBytes;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    left -= toBytes(segment);
    if (left < 0) break;
    kept += segment;
  }
  return kept.trimEnd();
}

function toBytes(text: string): number {
  return new TextEncoder().encode(text).byteLength;
}
