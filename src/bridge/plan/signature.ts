import type { NewDelivery } from "../delivery.ts";
import type { Author, StaffPost } from "../message.ts";
import type { StaffSignature } from "../profile.ts";
import { toShort } from "../texts/split.ts";

const longestName = 60;

/** The line that ends what somebody of the staff writes to a customer; empty where nothing is signed. */
export function toSignature(author: Author, kind: StaffSignature): string {
  const name = kind === "none" ? "" : toName(author, kind);
  return name && `\n— ${name}`;
}

/** Who wrote a post, and when, as it is told in the chat. */
export function toAuthorship({
  author,
  writtenAt,
}: Pick<StaffPost, "author" | "writtenAt">): Pick<NewDelivery, "author" | "writtenAt"> {
  return { author: toName(author, "full_name") || null, writtenAt: writtenAt ?? null };
}

/** On one line. */
function toName({ firstName, lastName }: Author, kind: Exclude<StaffSignature, "none">): string {
  const name = kind === "first_name" ? firstName : `${firstName} ${lastName}`;
  return toShort(name.replace(/\p{Bidi_Control}/gu, ""), longestName);
}
