import { plain, plainIf, type Plain } from "./plain.ts";

/** Of base64, far behind the customer's number at its beginning. */
const shownCharacters = 12;
const whatsAppId = /^(?:wamid\.[\w+/=-]{36,}|[Ag]B[EG]G[\w-]{23,})$/;
/** What our own ids for answers, notices and late files put around the id of the message that they are about. */
const ours =
  /^(?:accepted|answer|attachment|close|delivered|expired|failed|file|held|late|recovered|withdrawn):(.+?)(?::\d+){0,2}$/;

/**
 * The one id under which a message is logged on its whole way, with everything that is said of it: for one of WhatsApp the
 * last 12 characters of its id, which hold no number and are what 360dialog and `deliveries show` end theirs with; else a
 * fingerprint.
 * @param sourceId of a delivery, or the id of a message or post
 */
export function toTrace(sourceId: string): Plain {
  const id = ours.exec(sourceId)?.[1] ?? sourceId;
  if (whatsAppId.test(id)) return plainIf(id.slice(-shownCharacters), /[\w+/=-]+/);
  return plainIf(toFingerprint(id), /[a-z0-9]+/, plain`0`);
}

/** 53 bits by cyrb53 (public domain): tells messages apart and does not lead back to an id. */
function toFingerprint(text: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return (4294967296 * (2097151 & low) + (high >>> 0)).toString(36).padStart(11, "0");
}
