/**
 * A mime type in lower case, under its registered name and without parameters such as `codecs=opus`; what is none becomes
 * that of any bytes.
 */
export function toMimeType(told: string | undefined): string {
  const bare = (told?.split(";")[0] ?? "").trim().toLowerCase();
  if (!/^[\w!#$&^.+-]{1,60}\/[\w!#$&^.+-]{1,80}$/.test(bare)) return "application/octet-stream";
  return registered.get(bare) ?? bare;
}

/** Names that programs give to types which WhatsApp knows under the registered one only. */
const registered: ReadonlyMap<string, string> = new Map([
  ["application/x-pdf", "application/pdf"],
  ["application/x-zip-compressed", "application/zip"],
  ["audio/m4a", "audio/mp4"],
  ["audio/mp3", "audio/mpeg"],
  ["audio/x-aac", "audio/aac"],
  ["audio/x-m4a", "audio/mp4"],
  ["audio/x-mp3", "audio/mpeg"],
  ["audio/x-mpeg", "audio/mpeg"],
  ["image/jpg", "image/jpeg"],
  ["image/pjpeg", "image/jpeg"],
  ["image/x-png", "image/png"],
  ["text/x-vcard", "text/vcard"],
  ["video/3gp", "video/3gpp"],
]);
