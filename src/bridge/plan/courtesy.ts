import type { NewDelivery } from "../delivery.ts";
import type { Session } from "../session.ts";
import { splitText } from "../texts/split.ts";
import type { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";

/** Whoever was answered so short a time ago is in a conversation, whatever the hours say. */
const conversationMs = 30 * 60_000;

/** A message of a customer that has opened the window. */
export interface Received {
  readonly messageId: string;
  /** As it is by now. */
  readonly session: Session;
  /** Whether the window was open before. */
  readonly wasOpen: boolean;
  /** Whether something that staff had written goes out now. */
  readonly isAnswered: boolean;
}

/**
 * What the bot says to a customer by itself: a greeting at the beginning, and once in the time in which nobody is there that
 * this is so, though never into a conversation. Staff know these texts and are not told that they went out.
 */
export function planCourtesy(
  { messageId, session, wasOpen, isAnswered }: Received,
  { book, context }: { readonly book: Book; readonly context: PlanContext },
): void {
  const { config, texts, hours, now } = context;
  function say(kind: "greeting" | "away", text: string, cause: string): void {
    const sourceId = `${kind}:${cause}`;
    const facts = { sessionId: session.id, kind, sourceId, createdAt: now };
    for (const delivery of toDeliveries(text, facts)) book.add(delivery);
  }

  if (config.greeting && !wasOpen && !isAnswered)
    say("greeting", texts.own(config.greeting), messageId);
  if (!config.away) return;
  const { isOpen, since } = hours.periodAt(now);
  const isTalking = isAnswered || now - (session.lastAnsweredAt ?? -Infinity) < conversationMs;
  // Under this id it is stored once, however often it is planned.
  if (!isOpen && !isTalking) say("away", texts.own(config.away.text), `${session.id}:${since}`);
}

function toDeliveries(
  text: string,
  facts: Pick<NewDelivery, "sessionId" | "kind" | "sourceId" | "createdAt">,
): NewDelivery[] {
  return (text.trim() ? splitText(text) : []).map((part, index) => ({
    ...facts,
    side: "customer",
    part: index,
    outgoing: { kind: "text", text: part },
    state: "pending",
    reason: null,
    tid: null,
  }));
}
