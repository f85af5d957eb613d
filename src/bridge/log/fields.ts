import { deliveryStates } from "../delivery.ts";
import { isPlain } from "./plain.ts";

/** What may stand in a line, by name; everything else is left out, whatever its type says. A new field is a line here. */
const fields = {
  /** The one id of a message on its whole way, see `toTrace`. */
  trace: isPlain,
  /** The trace of the message that this one answers. */
  answers: isPlain,
  session: isCount,
  /** Teamwire's id of one. */
  chat: isPlain,
  delivery: isCount,
  notification: isCount,
  /** Of a trouble, as `/readyz` names it. */
  id: isPlain,
  to: isOneOf("team", "customer"),
  source: isOneOf("dialog360", "teamwire"),
  kind: isPlain,
  state: isOneOf(...deliveryStates),
  verdict: isOneOf("transient", "throttled", "pair", "account", "window", "gone", "permanent"),
  /** The other side's own, or an HTTP status. */
  code: isCount,
  /** A place in the JSON config. */
  where: isPlain,
  detail: isPlain,
  reason: isPlain,
  remedy: isPlain,
  /** Class and system code, see `toFault`. */
  error: isPlain,
  /** The address that a request came from. */
  client: isPlain,
  part: isCount,
  attempt: isCount,
  tries: isCount,
  failures: isCount,
  bytes: isCount,
  offset: isCount,
  chats: isCount,
  pages: isCount,
  deliveries: isCount,
  notifications: isCount,
  sessions: isCount,
  texts: isCount,
  to_team: isCount,
  to_customer: isCount,
  ops: isCount,
  port: isCount,
  /** Of an answer over HTTP. */
  status: isCount,
  /** Such lines that were left out since the last one. */
  more: isCount,
  from_version: isCount,
  to_version: isCount,
  seconds: isCount,
  ms: isCount,
} as const;

type Guard = (value: unknown) => boolean;
type Guarded<G> = G extends ((value: unknown) => value is infer T) ? T : never;

/** Ids, counts, states, codes and words of our own: no text, name, number of a customer or secret has a place in it. */
export type LogFields = {
  readonly [Name in keyof typeof fields]?: Guarded<(typeof fields)[Name]> | null | undefined;
};

/** A text that stands in the source, also as one of several. */
export type Literal<Text extends string> = {} extends Record<Text, 1> ? never : Text;

/** The fields as they are written: those that were given and are what they have to be. */
export function toWritten(given: LogFields): Readonly<Record<string, string | number | null>> {
  const guards: Readonly<Record<string, Guard | undefined>> = fields;
  const written: Record<string, string | number | null> = {};
  for (const [name, value] of Object.entries<unknown>(given)) {
    const guard = Object.hasOwn(guards, name) ? guards[name] : undefined;
    if (!guard || value === undefined) continue;
    written[name] = value === null || guard(value) ? toWritable(value) : "***";
  }
  return written;
}

function toWritable(value: unknown): string | number | null {
  if (value === null || typeof value === "number") return value;
  return typeof value === "string" || isPlain(value) ? String(value) : "***";
}

/** Below the numbers that people are called by: 10 digits or more are no count of ours. */
function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && Math.abs(value) < 1e9;
}

function isOneOf<const Words extends readonly string[]>(
  ...words: Words
): (value: unknown) => value is Words[number] {
  return (value): value is Words[number] => words.some((word) => word === value);
}
