import { Ajv, type ValidateFunction } from "ajv";

/** JSON Schema of what a command prints with `--json`. */
type Shape = Readonly<Record<string, unknown>>;

const text: Shape = { type: "string", minLength: 1 };
const anyText: Shape = { type: "string" };
const flag: Shape = { type: "boolean" };
const count: Shape = { type: "integer", minimum: 0 };
const id: Shape = { type: "integer", minimum: 1 };
/** ISO 8601 in UTC. */
const time: Shape = {
  type: "string",
  pattern: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$",
};

function orNull(shape: Shape): Shape {
  return { anyOf: [shape, { type: "null" }] };
}

function list(items: Shape): Shape {
  return { type: "array", items };
}

/** All of these fields are there, and more may be: fields are only ever added. */
function object(properties: Readonly<Record<string, Shape>>): Shape {
  return { type: "object", properties, required: Object.keys(properties) };
}

const session = {
  id,
  customer: object({ name: orNull(text), phone: orNull(text), user_id: orNull(text) }),
  chat: object({ tid: orNull(text), title: orNull(text) }),
  config: text,
  started_at: time,
  last_received_at: orNull(time),
  last_sent_at: orNull(time),
  window_expires_at: orNull(time),
  active: flag,
  pending: count,
  held: count,
  failed: count,
};

const delivery = {
  id,
  session_id: orNull(id),
  to: { enum: ["team", "customer"] },
  kind: text,
  source_id: text,
  state: {
    enum: "pending held sending uncertain sent delivered read played failed deleted dropped".split(
      " ",
    ),
  },
  attempts: count,
  next_attempt_at: orNull(time),
  reason: orNull(text),
  created_at: time,
};

// When it is tried again is nothing about the person.
const { next_attempt_at: _, ...ofDelivery } = delivery;
const exported = { ...ofDelivery, part: count, sent_at: orNull(time) };

const notification = {
  id,
  source: { enum: ["dialog360", "teamwire"] },
  received_at: time,
  state: { enum: ["recorded", "planned", "dead", "dropped"] },
  reason: orNull(text),
};

const setting = object({ name: text, origin: text, from: text, value: {} });

const verdicts = object({ done: list(id), refused: list(object({ id, reason: text })) });
const held = { bytes: count, sessions: count, deliveries: count, notifications: count };

/** The shapes by command, as product-contract.md has them where it names them. */
const shapes: Readonly<Record<string, Shape>> = {
  "--version": object({
    version: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+" },
    commit: orNull({ type: "string", pattern: "^[0-9a-f]{7,40}$" }),
    commit_date: orNull(text),
    modified: orNull(flag),
    lock_sha256: orNull(text),
    platform: text,
    runtime: text,
    schema: id,
  }),
  "webhook set": object({ url: text, ours: { const: true } }),
  "webhook show": object({ url: orNull(text), ours: flag, differences: list(text) }),
  "config validate": object({
    valid: flag,
    problems: list(
      object({
        where: text,
        message: text,
        hint: text,
        severity: { enum: ["error", "warning"] },
      }),
    ),
  }),
  "sessions list": object({ sessions: list(object(session)), total: count }),
  "sessions show": object({
    ...session,
    ids: list(object({ kind: text, value: text })),
    merged_from: list(object({ id, at: time })),
    chats: list(object({ tid: text, title: text, state: { enum: ["open", "closed", "gone"] } })),
    deliveries: list(object(delivery)),
    deliveries_total: count,
  }),
  "sessions export": object({
    exported_at: time,
    sessions: list(object({ ...session, merged_from: list(object({ id, at: time })) })),
    ids: list(object({ kind: text, value: text })),
    records: list({}),
    chats: list(object({ tid: text, title: text })),
    deliveries: list(object(exported)),
    notifications: list(object({ ...notification, body: {} })),
    receipts: list({}),
    files: list({}),
  }),
  "sessions forget": object({
    session_id: id,
    sessions: list(id),
    forgotten_at: time,
    erased: object({
      sessions: count,
      identities: count,
      chats: count,
      deliveries: count,
      notifications: count,
      files: count,
    }),
    copies: list(object({ path: text, result: { enum: ["rewritten", "deleted", "untouched"] } })),
    kept: list(text),
    not_reached: list(text),
  }),
  "deliveries list": object({ deliveries: list(object(delivery)), total: count }),
  "deliveries show": object({
    ...delivery,
    part: count,
    chat: orNull(text),
    remote_id: orNull(text),
    notification_id: orNull(id),
    content: orNull(anyText),
  }),
  "deliveries retry": verdicts,
  "deliveries drop": verdicts,
  "notifications list": object({ notifications: list(object(notification)), total: count }),
  "notifications show": object({ ...notification, deliveries: list(id), body: {} }),
  "notifications replay": verdicts,
  "notifications drop": verdicts,
  doctor: object({
    ok: flag,
    checks: list(
      object({
        id: text,
        title: text,
        ok: { type: ["boolean", "null"] },
        detail: orNull(anyText),
        remedy: orNull(anyText),
      }),
    ),
  }),
  "serve reload": object({ reloaded: { const: true }, warnings: list(object({ message: text })) }),
  "config show": object({ settings: list(setting), config: list(setting) }),
  // As JSON Schema itself has it.
  "config schema": object({ $schema: text, type: { const: "object" }, properties: object({}) }),
  "templates list": object({
    templates: list(
      object({ number: id, name: text, language: text, body: anyText, needs: list(text) }),
    ),
    total: count,
  }),
  backup: object({ path: text, ...held }),
  restore: object({ path: text, from: text, store_id: text, before: orNull(text), ...held }),
  healthcheck: object({
    ready: flag,
    reasons: list(text),
    degraded: list(object({ id: text, since: time, detail: text, remedy: text })),
  }),
  licenses: object({
    name: text,
    version: text,
    license: text,
    text,
    packages: list(object({ name: text, version: text, license: text, text: orNull(text) })),
  }),
  error: object({ error: object({ code: text, message: text, hint: orNull(text) }) }),
};

/** What is to be kept in a file, and read there by people too: it has lines. */
const forFiles: ReadonlySet<string> = new Set(["config schema", "sessions export"]);

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const compiled = new Map<string, ValidateFunction>();

/** Whether a shape is written down for a command. */
export function hasShape(command: string): boolean {
  return command in shapes;
}

/** What is wrong with what a command printed; nothing where it has the shape. @param command `error` for stderr */
export function findMisfits(command: string, printed: string): readonly string[] {
  const shape = shapes[command];
  if (!shape) return [`no shape is written down for ${command}`];
  const validate = compiled.get(command) ?? ajv.compile(shape);
  compiled.set(command, validate);
  if (!forFiles.has(command) && !/^.*\n$/.test(printed)) return ["it is not one line"];
  if (validate(JSON.parse(printed))) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
