import type { Author } from "./message.ts";
import type { StaffSignature } from "./profile.ts";
import { toShort } from "./split.ts";

const longestName = 60;

/** The line that ends what somebody of the staff writes to a customer; empty where nothing is signed. */
export function toSignature({ firstName, lastName }: Author, kind: StaffSignature): string {
  if (kind === "none") return "";
  const name = kind === "first_name" ? firstName : `${firstName} ${lastName}`;
  const shown = toShort(name.replace(/\p{Bidi_Control}/gu, ""), longestName);
  return shown && `\n— ${shown}`;
}
