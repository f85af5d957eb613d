import { toKindName } from "../texts/placeholder.ts";
import type { Texts } from "../texts/texts.ts";

const fileKinds: ReadonlySet<string> = new Set(["image", "video", "audio", "document"]);

/** Why attachments of staff stay behind: a file or a place that cannot be had, and what WhatsApp has nothing like. */
export function toUnsentText(texts: Texts, kinds: readonly string[]): string {
  const reasons = Array.from(new Set(kinds), (kind) => {
    if (kind === "location") return texts.text("attachment.no-place", {});
    const id = fileKinds.has(kind) ? "attachment.no-file" : "attachment.not-relayed";
    return texts.text(id, { what: toKindName(texts, kind) });
  });
  return reasons.join("\n");
}
