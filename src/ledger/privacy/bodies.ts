import { createMentions, type Mentions, type Person } from "./mentions.ts";

/** What is left of a raw notification without one person. */
export interface Stripped {
  /** `other`: nothing of it was theirs; `part`: the rest stays; `whole`: there is no rest. */
  readonly theirs: "other" | "part" | "whole";
  /** Of a `part`: the rest. */
  readonly body: Uint8Array | null;
  /** Whether something of somebody else's names them all the same. */
  readonly isNamed: boolean;
  /** Whether what was at a place, such as `entry[0].changes[0].value.messages[1]`, is theirs. */
  readonly isTheirs: (place: string) => boolean;
}

/** Takes a person out of a raw notification; others' elements stay as they are, also those that name the person. */
export function stripBody(
  bytes: Uint8Array,
  person: Person,
  mentions: Mentions = createMentions(person),
): Stripped {
  const text = new TextDecoder().decode(bytes);
  const json = parse(text);
  if (json === unparsed) {
    const isHere = isInText(text, person, mentions);
    return toStripped(isHere ? "whole" : "other", { isTheirs: () => isHere });
  }
  const kept = strip(json, mentions);
  const before = JSON.stringify(json);
  const after = kept === gone ? null : JSON.stringify(kept);
  const isTheirs = (place: string): boolean => isWithin(json, place, mentions);
  if (after === before)
    return toStripped("other", { isNamed: isNamedIn(json, mentions), isTheirs });
  if (after === null || isEmpty(kept)) return toStripped("whole", { isTheirs });
  const body = new TextEncoder().encode(after);
  return toStripped("part", { body, isNamed: isNamedIn(kept, mentions), isTheirs });
}

/** What of a raw notification is one person's, without what is others'; null where nothing is. */
export function readOwn(bytes: Uint8Array, person: Person): unknown {
  const mentions = createMentions(person);
  const text = new TextDecoder().decode(bytes);
  const json = parse(text);
  if (json === unparsed) return isInText(text, person, mentions) ? text : null;
  const kept = strip(json, mentions);
  if (kept === gone) return json;
  if (JSON.stringify(kept) === JSON.stringify(json)) return null;
  return keepOwn(json, mentions);
}

function toStripped(theirs: Stripped["theirs"], more: Partial<Stripped>): Stripped {
  return { theirs, body: null, isNamed: false, isTheirs: () => false, ...more };
}

const unparsed = Symbol("no JSON");

function parse(text: string): unknown {
  try {
    const json: unknown = JSON.parse(text);
    return json;
  } catch {
    return unparsed;
  }
}

/** Such a text is of no use to anybody: a name of two words or more is enough. */
function isInText(text: string, { names }: Person, mentions: Mentions): boolean {
  const plain = text.replace(/\\u([0-9a-f]{4})/gi, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
  const full = names.filter((name) => /\S\s+\S/.test(name));
  return [text, plain].some(
    (form) => mentions.isIn(form) || full.some((name) => form.includes(name)),
  );
}

const gone = Symbol("gone");

/**
 * A value without what is the person's. What stands in a list goes by itself; what cannot be taken out alone takes with it
 * what it is in.
 */
function strip(value: unknown, mentions: Mentions): unknown {
  if (Array.isArray(value)) {
    return value.map((element) => stripElement(element, mentions)).filter((one) => one !== gone);
  }
  if (!isObject(value)) return mentions.isIn(String(value)) ? gone : value;
  const members = Object.entries(value).map(
    ([key, member]) => [key, mentions.isIn(key) ? gone : strip(member, mentions)] as const,
  );
  if (members.some(([, member]) => member === gone)) return gone;
  return Object.fromEntries(members);
}

function stripElement(element: unknown, mentions: Mentions): unknown {
  if (!isObject(element) || isContainer(element)) return strip(element, mentions);
  if (isOf(element, mentions)) return gone;
  // What names nobody else as its owner is the person's if it names them anywhere.
  return !hasOwner(element) && isNamedIn(element, mentions) ? gone : element;
}

/** An entry or a change of a webhook post: lists of elements of several people may be in it. */
function isContainer(element: Readonly<Record<string, unknown>>): boolean {
  return Array.isArray(element["changes"]) || isObject(element["value"]);
}

/** Whether an id that says whose an element is, directly in it or one step below, is the person's. */
function isOf(element: Readonly<Record<string, unknown>>, mentions: Mentions): boolean {
  return Object.entries(element).some(([key, member]) => {
    if (!isObject(member)) return isIdAt(key, member, mentions);
    if (contentKeys.has(key)) return false;
    return Object.entries(member).some(([inner, one]) => isIdAt(inner, one, mentions));
  });
}

/** What people wrote: an id in there makes nothing theirs. `context` is about another message. */
const contentKeys: ReadonlySet<string> = new Set(["text", "context", "button", "interactive"]);

/** Words, too, which may be a number and nothing else. */
const wordKeys: ReadonlySet<string> = new Set(
  "body text msg title caption filename name address url".split(" "),
);

function isIdAt(key: string, value: unknown, mentions: Mentions): boolean {
  if (wordKeys.has(key) || (typeof value !== "string" && typeof value !== "number")) return false;
  return mentions.isId(String(value));
}

const ownerKeys = ["from", "from_user_id", "to", "wa_id", "user_id", "recipient_id", "tid"];

function hasOwner(element: Readonly<Record<string, unknown>>): boolean {
  const { message } = element;
  return [element, ...(isObject(message) ? [message] : [])].some((one) =>
    ownerKeys.some((key) => typeof one[key] === "string" && one[key] !== ""),
  );
}

function isNamedIn(value: unknown, mentions: Mentions): boolean {
  if (Array.isArray(value)) return value.some((element) => isNamedIn(element, mentions));
  if (!isObject(value)) return mentions.isIn(String(value));
  return Object.entries(value).some(
    ([key, member]) => mentions.isIn(key) || isNamedIn(member, mentions),
  );
}

/** Whether no element is left in any list. */
function isEmpty(value: unknown): boolean {
  if (Array.isArray(value))
    return value.every((one) => isObject(one) && isContainer(one) && isEmpty(one));
  return !isObject(value) || Object.values(value).every(isEmpty);
}

/** The other half of `strip`: in lists only what is the person's. */
function keepOwn(value: unknown, mentions: Mentions): unknown {
  if (Array.isArray(value)) {
    return value.flatMap((element) => {
      const kept = stripElement(element, mentions);
      if (kept === gone) return [element];
      return isObject(element) &&
        isContainer(element) &&
        JSON.stringify(kept) !== JSON.stringify(element)
        ? [keepOwn(element, mentions)]
        : [];
    });
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, keepOwn(member, mentions)]),
  );
}

/** Follows a place through the body until something on the way is the person's. */
function isWithin(json: unknown, place: string, mentions: Mentions): boolean {
  let value = json;
  for (const step of place.match(/[^.[\]$]+/g) ?? []) {
    const element: unknown =
      isObject(value) || Array.isArray(value) ? Reflect.get(value, step) : undefined;
    if (element === undefined) return false;
    const kept = Array.isArray(value) ? stripElement(element, mentions) : strip(element, mentions);
    if (kept === gone) return true;
    value = element;
  }
  return false;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
