import { toAmendment } from "./amendments.ts";
import type { TemplateCard } from "./template-card.ts";

const windowMs = 24 * 60 * 60 * 1000;

/** Somebody with WhatsApp; known by a phone number, a user id, or both. */
export interface SimulatedCustomer {
  /** Digits only. Without it the customer writes under a user id alone, as people with a user name may. */
  readonly phone?: string;
  /** `CC.…`; made up from the number where it is missing. */
  readonly userId?: string;
  readonly parentUserId?: string;
  readonly name?: string;
  /** Without the leading `@`. */
  readonly username?: string;
  /** True for somebody who blocked the business: sends to them fail with 131026. */
  readonly unreachable?: boolean;
}

/** `accepted` is on its way: to the customer's phone, or to the business' webhook. */
export type MessageState = "accepted" | "sent" | "delivered" | "read" | "failed";

/** A message as the customer's phone has it. */
export interface PhoneMessage {
  readonly id: string;
  readonly from: "customer" | "business";
  readonly at: number;
  readonly type: string;
  /** What stands in the bubble. */
  readonly text: string;
  readonly replyTo: string | null;
  readonly edited: boolean;
  /** Taken back by who wrote it. */
  readonly deleted: boolean;
  /** The customer's emoji. */
  readonly reaction: string | null;
  readonly state: MessageState;
  readonly error: { readonly code: number; readonly title: string } | null;
  /** The business' own reference, echoed in receipts; null for customers' messages. */
  readonly reference: string | null;
  /** What stands around the text of a template. */
  readonly card: TemplateCard | null;
  /** What stood under the type's name. */
  readonly content: unknown;
}

/** All that a customer and the business wrote to each other, oldest first. */
export interface Conversation {
  /** Unique in one simulator: the user id, which everybody has. */
  readonly id: string;
  readonly customer: SimulatedCustomer & { readonly userId: string };
  readonly messages: readonly PhoneMessage[];
  /** When free text is refused again; null as long as the customer never wrote. */
  readonly windowExpiresAt: number | null;
}

type MutableConversation = { -readonly [K in keyof Conversation]: Conversation[K] };

/** The conversations of one business number. */
export class Conversations {
  readonly #all: MutableConversation[] = [];
  readonly #byMessage = new Map<string, MutableConversation>();

  list(): readonly Conversation[] {
    return this.#all;
  }

  find(ids: { readonly phone?: string; readonly userId?: string }): Conversation | undefined {
    return this.#all.find(
      ({ customer }) =>
        (ids.userId !== undefined && customer.userId === ids.userId) ||
        (ids.phone !== undefined && customer.phone === ids.phone),
    );
  }

  /** Finds the customer's conversation or begins it; what is told anew of the customer counts. */
  open(customer: SimulatedCustomer): Conversation {
    const found = this.find(customer);
    if (found) {
      const known = this.#mine(found);
      known.customer = { ...known.customer, ...customer };
      return known;
    }
    const userId = customer.userId ?? toUserId(customer);
    const conversation = {
      id: userId,
      customer: { ...customer, userId },
      messages: [],
      windowExpiresAt: null,
    };
    this.#all.push(conversation);
    return conversation;
  }

  /** A new message, or what a customer does to one that is there. */
  add(conversation: Conversation, message: PhoneMessage): void {
    const mine = this.#mine(conversation);
    const amendment = toAmendment(message);
    if (amendment) this.#replace(amendment.id, amendment.change);
    else mine.messages = [...mine.messages, message];
    this.#byMessage.set(message.id, mine);
    if (message.from === "customer" && message.type !== "edit" && message.type !== "revoke") {
      mine.windowExpiresAt = Math.max(mine.windowExpiresAt ?? 0, message.at + windowMs);
    }
  }

  findMessage(id: string): { conversation: Conversation; message: PhoneMessage } | undefined {
    const conversation = this.#byMessage.get(id);
    const message = conversation?.messages.findLast((one) => one.id === id);
    return conversation && message ? { conversation, message } : undefined;
  }

  /** Replaces the state of a message. */
  setState(id: string, state: MessageState, error: PhoneMessage["error"] = null): void {
    this.#replace(id, { state, error });
  }

  #replace(id: string, change: Partial<PhoneMessage>): void {
    const mine = this.#byMessage.get(id);
    if (!mine) return;
    mine.messages = mine.messages.map((one) => (one.id === id ? { ...one, ...change } : one));
  }

  #mine(conversation: Conversation): MutableConversation {
    const mine = this.#all.find(({ id }) => id === conversation.id);
    if (!mine) throw new Error(`find conversation: none with id "${conversation.id}"`);
    return mine;
  }
}

/** Whether free text may be sent to the customer at `now`. */
export function isOpen(conversation: Conversation, now: number): boolean {
  return conversation.windowExpiresAt !== null && now < conversation.windowExpiresAt;
}

function toUserId({ phone }: SimulatedCustomer): string {
  if (!phone) throw new Error("add a customer: phone or userId is needed");
  return `DE.7${phone.padStart(19, "0")}`;
}
