import {
  parseRecorded,
  plan,
  toReferences,
  type ParsedNotification,
  type Parsers,
} from "../../src/bridge/plan/plan.ts";
import type { Known, Plan } from "../../src/bridge/planned.ts";
import { parseNotification } from "../../src/dialog360/parse.ts";
import { context, nothing, now } from "../unit/bridge/plan/planning.ts";
import { listElements, lists, type Element } from "./elements.ts";

const parsers: Parsers = {
  dialog360: (body) => parseNotification(body, { phoneNumberId: null }),
  teamwire: () => [],
};

/** What is wrong with how a body is parsed and planned; null if all is well. */
export function findFault(body: string): string | null {
  try {
    return judge(body);
  } catch (error) {
    return `thrown: ${error instanceof Error ? error.stack : String(error)}`;
  }
}

/** Parses and plans a body as the planner does. */
export function planBody(
  text: string,
  known: Known = nothing,
): { parsed: ParsedNotification; planned: Plan } {
  const notification = { id: 1, receivedAt: now, source: "dialog360" as const };
  const body = new TextEncoder().encode(text);
  const parsed = parseRecorded({ ...notification, body }, parsers);
  toReferences([parsed], [], context.storeId);
  return { parsed, planned: plan([parsed], [], { known, context }) };
}

function judge(text: string): string | null {
  const { parsed, planned } = planBody(text);
  if (parsed.events === null) {
    return isJsonObject(text) ? "an object that is not taken for JSON" : null;
  }
  const told = [
    ...planned.deliveries.map(({ reason }) => reason),
    ...parsed.events.map((event) => (event.kind === "aside" ? event.reason : null)),
  ].join("\n");
  if (told.includes("internal error")) return told;
  const json: unknown = JSON.parse(text);
  const traces = new Set(planned.deliveries.map(({ sourceId }) => sourceId));
  const lost = listElements(json).find((element) => !leavesTrace(element, traces, 1));
  if (lost) return `no trace of ${JSON.stringify(lost)}`;
  const odd = planned.deliveries.find(
    ({ outgoing }) => outgoing && "text" in outgoing && !outgoing.text.isWellFormed(),
  );
  if (odd) return `a post with half a sign: ${odd.kind}`;
  return findLeak(json, told);
}

/** Whether an element became a delivery, or a dead letter by its place in the notification of this number. */
export function leavesTrace(
  { where, id }: Element,
  traces: ReadonlySet<string>,
  notification: number,
): boolean {
  return traces.has(`notification:${notification}:${where}`) || (id !== null && traces.has(id));
}

/** What is logged must not hold anything of a message, be it a text, a number or an id of a person. */
export function findLeak(body: unknown, logged: string): string | null {
  const elsewhere = new Set(listTexts(body, (name) => mayBeLogged(name) || bearsMessages(name)));
  const leaked = listMessageTexts(body).find(
    (text) => !elsewhere.has(text) && (logged.includes(text) || logged.includes(escape(text))),
  );
  return leaked === undefined ? null : `in the log: ${JSON.stringify(leaked.slice(0, 80))}`;
}

/** As it stands in a log of JSON lines. */
function escape(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** The texts of a body's messages that may not be logged: names of the API may, and so may message ids and errors. */
function listMessageTexts(body: unknown): readonly string[] {
  return (
    [...walk(body, bearsMessages)]
      .filter(([name]) => bearsMessages(name))
      .flatMap(([, messages]) => listTexts(messages, mayBeLogged))
      .filter((text) => text.length > 5 && !/^[a-z][a-z0-9_]{0,63}$/i.test(text))
      // A contact of a fixture bears the provider's name, which our own words hold too.
      .filter((text) => text !== "360dialog")
  );
}

function bearsMessages(name: string): boolean {
  return lists.some((list) => list === name);
}

function mayBeLogged(name: string): boolean {
  return name === "id" || name === "errors";
}

/** All texts in a value but those under a name that is left out. */
function listTexts(value: unknown, isLeftOut: (name: string) => boolean): readonly string[] {
  return [...walk(value, isLeftOut)].flatMap(([name, inner]) =>
    typeof inner === "string" && !isLeftOut(name) ? [inner] : [],
  );
}

/** All that is in a value, with its names, but what is within a closed name; without recursion, since bodies are deep. */
function* walk(
  value: unknown,
  isClosed: (name: string) => boolean,
): Generator<readonly [name: string, value: unknown]> {
  const left: (readonly [string, unknown])[] = [["", value]];
  for (let entry = left.pop(); entry; entry = left.pop()) {
    yield entry;
    const [name, inner] = entry;
    if (typeof inner !== "object" || inner === null || isClosed(name)) continue;
    for (const deeper of Object.entries(inner)) left.push(deeper);
  }
}

function isJsonObject(text: string): boolean {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === "object" && json !== null && !Array.isArray(json);
  } catch {
    return false;
  }
}
