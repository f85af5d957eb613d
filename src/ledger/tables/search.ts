import type { Customer } from "../../bridge/identity.ts";
import type { Db } from "../database.ts";

/** The sessions of the customers whose name holds a text, or whose number it is: in whatever case, with any signs. */
export function findSessions(db: Pick<Db, "read">, text: string): readonly number[] {
  const rows = db.read<{ id: number; customer: string }>("SELECT id, customer FROM sessions");
  const wanted = toPlain(text);
  const byName = rows.filter(({ customer }) => {
    const { name, username }: Customer = JSON.parse(customer);
    return [name, username && `@${username}`].some((one) => one && toPlain(one).includes(wanted));
  });
  const byNumber = db.read<{ id: number }>(
    "SELECT session_id AS id FROM identities WHERE kind = 'phone' AND value = ?",
    [text.replace(/\D/g, "").replace(/^00/, "")],
  );
  return [...new Set([...byName, ...byNumber].map(({ id }) => id))];
}

/** `Ö` and `ö` are one letter, however they are written. */
function toPlain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}
