/** An element of a body that bears a message, and so has to leave a trace: a delivery or a dead letter. */
export interface Element {
  /** Its place, as dead letters name it. */
  readonly where: string;
  /** Its own id, if it has one that can be one. */
  readonly id: string | null;
}

/** What of a body bears messages: customers' own, and those that somebody of ours sent from the Business app. */
export const lists = ["messages", "message_echoes"] as const;

/** The fields of changes in which either may lie. */
const fields: readonly unknown[] = [...lists, "smb_message_echoes"];

/**
 * The elements of a body that bear a message: every element of a list `messages` or `message_echoes`, and one of these
 * that is no list. They are looked for where the two generations have them: in the body itself (v1), or in the `value` of
 * each change whose `field` is of messages, of echoes or no text (v2). What stands in the place of an entry, a change or a
 * value and is something else may hold messages, too, and bears one itself. Read anew here, on purpose not with the code
 * that is tested.
 */
export function listElements(body: unknown): readonly Element[] {
  if (!isObject(body)) return [];
  const { entry: entries } = body as { entry?: unknown };
  if (entries === undefined || entries === null) return listOfValue(body, "");
  return inList(entries, "entry", (entry, where) => {
    if (!isObject(entry)) return [{ where, id: null }];
    const { changes } = entry as { changes?: unknown };
    if (changes === undefined || changes === null) return listOfValue(entry, `${where}.`);
    return inList(changes, `${where}.changes`, listOfChange);
  });
}

function listOfChange(change: unknown, where: string): readonly Element[] {
  if (!isObject(change)) return [{ where, id: null }];
  const { field, value } = change as { field?: unknown; value?: unknown };
  if (typeof field === "string" && !fields.includes(field)) return [];
  if (!isObject(value)) return [{ where: `${where}.value`, id: null }];
  return listOfValue(value, `${where}.value.`);
}

function listOfValue(value: object, before: string): readonly Element[] {
  return lists.flatMap((name) => {
    const list: unknown = Reflect.get(value, name);
    if (list === undefined || list === null) return [];
    return inList(list, `${before}${name}`, (message, where) => {
      const id: unknown = isObject(message) && "id" in message ? message.id : null;
      return [{ where, id: typeof id === "string" || typeof id === "number" ? String(id) : null }];
    });
  });
}

function inList(
  input: unknown,
  where: string,
  list: (element: unknown, where: string) => readonly Element[],
): readonly Element[] {
  if (!Array.isArray(input)) return [{ where, id: null }];
  return input.flatMap((element, index) => list(element, `${where}[${index}]`));
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
