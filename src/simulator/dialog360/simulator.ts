import type { SimulatorClock } from "../clock.ts";
import { Faults } from "../faults.ts";
import type { JsonObject } from "../json.ts";
import { Watchers } from "../watchers.ts";
import type { Refusal } from "./answers.ts";
import type { SendRequest } from "./check-message.ts";
import { checkTemplate } from "./check-template.ts";
import {
  Conversations,
  isOpen,
  type Conversation,
  type PhoneMessage,
  type SimulatedCustomer,
} from "./conversations.ts";
import type { HealthError } from "./health.ts";
import { MediaStore } from "./media.ts";
import {
  toMessageNotification,
  toReceiptNotification,
  type ReceiptFacts,
  type ReceiptStatus,
  type WebhookShape,
} from "./notifications.ts";
import { toBusinessMessage, toCustomerMessage, type CustomerContent } from "./phone-messages.ts";
import type { SimulatedTemplate } from "./templates.ts";
import { Webhook } from "./webhook.ts";

export interface WriteOptions {
  /** Milliseconds; the clock's now if not given. */
  readonly at?: number;
  readonly id?: string;
  /** The id of the message that is quoted. */
  readonly replyTo?: string;
  /** The simulator's own if not given. */
  readonly shape?: WebhookShape;
  /** How many times the same notification comes. */
  readonly times?: number;
  /** `now` does not wait for this customer's earlier notifications. */
  readonly order?: "kept" | "now";
}

export interface Written {
  readonly id: string;
  /** Whether the webhook answered 200. */
  readonly taken: Promise<boolean>;
}

/** One call of the messages endpoint, taken or not. */
export interface ReceivedCall {
  readonly at: number;
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
}

/** A message that was taken for a customer. */
export interface AcceptedSend extends SendRequest {
  readonly id: string;
  readonly at: number;
  readonly body: JsonObject;
}

export interface Dialog360Options {
  readonly clock: SimulatorClock;
  readonly apiKey: string;
  readonly shape: WebhookShape;
  readonly templates: readonly SimulatedTemplate[];
  /** Whether v2 refuses text outside the window at once (400), or takes it and tells later, as WhatsApp mostly does. */
  readonly windowCheck: "at once" | "later";
  /** Between acceptance, `sent` and `delivered`; 0 does not ask the clock. */
  readonly receiptDelayMs: number;
  /** How long an answer of the webhook is waited for, by the machine's clock; then it is tried again. */
  readonly answerLimitMs: number;
  /** Larger files are counted and summed, and gone. */
  readonly keptBytes: number;
  /** A part of every id, so that two runs never make the same. */
  readonly runId: string;
}

const outsideWindow =
  "Message failed to send because more than 24 hours have passed since the customer last replied to this number.";

/** WhatsApp and 360dialog behind one business number. */
export class Dialog360Simulator {
  apiKey: string;
  templates: readonly SimulatedTemplate[];
  /** Why the number may not send, as `health_status` tells it; null while it may. */
  blockedBy: HealthError | null = null;
  readonly options: Dialog360Options;
  readonly faults: Faults;
  readonly webhook: Webhook;
  readonly conversations = new Conversations();
  readonly media: MediaStore;
  /** Every call of the messages endpoint with a right key, in order. */
  readonly calls: ReceivedCall[] = [];
  /** What was taken for customers, in order. */
  readonly sends: AcceptedSend[] = [];
  readonly #watchers = new Watchers();
  #lastId = 0;

  constructor(options: Dialog360Options) {
    this.options = options;
    this.apiKey = options.apiKey;
    this.templates = options.templates;
    this.webhook = new Webhook(options);
    this.media = new MediaStore(options);
    this.faults = new Faults(options.clock, (method, path) => {
      return method === "POST" && path.endsWith("/messages");
    });
  }

  /** A customer writes: the conversation gets the message, the webhook its notification. */
  writes(
    customer: SimulatedCustomer,
    content: CustomerContent,
    options: WriteOptions = {},
  ): Written {
    const conversation = this.conversations.open(customer);
    const message = toCustomerMessage(content, {
      id: options.id ?? this.#nextId(),
      at: options.at ?? this.options.clock.now(),
      replyTo: options.replyTo ?? null,
    });
    const shape = options.shape ?? this.options.shape;
    const body = toMessageNotification(conversation, message, shape);
    this.conversations.add(conversation, message);
    this.#watchers.tell();
    const repeats = Array.from({ length: options.times ?? 1 }, () =>
      options.order === "now"
        ? this.webhook.sendAtOnce(body)
        : this.webhook.send(body, conversation.id),
    );
    const taken = Promise.all(repeats).then((all) => all.every(Boolean));
    void taken.then((done) => done && this.#noteTaken(message.id));
    return { id: message.id, taken };
  }

  /** The customer opens the conversation: what was delivered is read, with receipts. */
  reads(customer: SimulatedCustomer): void {
    const conversation = this.conversations.find(customer);
    for (const message of conversation?.messages ?? []) {
      if (message.from !== "business" || message.state !== "delivered") continue;
      this.#setState(message.id, "read");
      void this.sendReceipt(message.id, "read");
    }
  }

  /** One receipt for a message of the business, whatever its state. @returns whether the webhook answered 200 */
  sendReceipt(
    messageId: string,
    status: ReceiptStatus,
    error?: ReceiptFacts["error"],
  ): Promise<boolean> {
    const found = this.conversations.findMessage(messageId);
    if (!found) throw new Error(`send a receipt: no message "${messageId}"`);
    const { conversation, message } = found;
    const at = this.options.clock.now();
    const facts = { message, status, at, ...(error ? { error } : {}) };
    const body = toReceiptNotification(conversation, facts, this.#shapeFor(messageId));
    return this.webhook.send(body, conversation.id);
  }

  /** The business marked a customer's message as read. @returns false if there is none */
  markRead(messageId: string): boolean {
    const found = this.conversations.findMessage(messageId);
    if (found?.message.from !== "customer") return false;
    this.#setState(messageId, "read");
    return true;
  }

  /** Takes a message for a customer, or says why not. */
  take(send: SendRequest, body: JsonObject): AcceptedSend | Refusal {
    const now = this.options.clock.now();
    const known = this.conversations.find(send);
    const refusal = this.#refuse(send, known, now);
    if (refusal) return refusal;
    const accepted = { ...send, body, id: this.#nextId(), at: now };
    const conversation = known ?? this.conversations.open(toStranger(send));
    this.conversations.add(conversation, toBusinessMessage(accepted, this.templates));
    this.sends.push(accepted);
    this.#watchers.tell();
    const closed = send.type !== "template" && !isOpen(conversation, now);
    void this.webhook.track(this.#deliver(accepted, conversation, closed));
    return accepted;
  }

  /** @returns ends the watching */
  watch(watcher: () => void): () => void {
    return this.#watchers.add(watcher);
  }

  #refuse(send: SendRequest, known: Conversation | undefined, now: number): Refusal | null {
    const v1 = send.generation === "v1";
    if (v1 && !known) {
      return { status: 404, code: 1006, title: "Resource not found", details: "unknown contact" };
    }
    if (send.type === "template") return checkTemplate(send, this.templates);
    if (known && isOpen(known, now)) return null;
    if (v1) return { status: 400, code: 470, title: outsideWindow, details: outsideWindow };
    if (this.options.windowCheck === "later") return null;
    const title = "Re-engagement message";
    return { status: 400, code: 131_047, title, details: outsideWindow };
  }

  async #deliver({ id }: AcceptedSend, to: Conversation, closed: boolean): Promise<void> {
    await this.#pause();
    if (closed) {
      return this.#fail(id, {
        code: 131_047,
        title: "Re-engagement message",
        details: outsideWindow,
      });
    }
    if (to.customer.unreachable) {
      return this.#fail(id, { code: 131_026, title: "Message undeliverable" });
    }
    for (const state of ["sent", "delivered"] as const) {
      this.#setState(id, state);
      void this.sendReceipt(id, state);
      if (state === "sent") await this.#pause();
    }
    return undefined;
  }

  #noteTaken(id: string): void {
    const state = this.conversations.findMessage(id)?.message.state;
    if (state === "accepted") this.#setState(id, "delivered");
  }

  #fail(id: string, error: NonNullable<ReceiptFacts["error"]>): void {
    this.conversations.setState(id, "failed", { code: error.code, title: error.title });
    this.#watchers.tell();
    void this.sendReceipt(id, "failed", error);
  }

  async #pause(): Promise<void> {
    const { clock, receiptDelayMs } = this.options;
    if (receiptDelayMs > 0) await clock.sleep(receiptDelayMs);
  }

  #setState(id: string, state: PhoneMessage["state"]): void {
    this.conversations.setState(id, state);
    this.#watchers.tell();
  }

  #shapeFor(messageId: string): WebhookShape {
    if (this.options.shape === "sandbox") return "sandbox";
    return this.sends.findLast(({ id }) => id === messageId)?.generation ?? this.options.shape;
  }

  #nextId(): string {
    this.#lastId += 1;
    return `wamid.${this.options.runId}${String(this.#lastId).padStart(6, "0")}`;
  }
}

/** Somebody who never wrote: nothing reaches them here. */
function toStranger({ phone, userId }: SendRequest): SimulatedCustomer {
  return { ...(phone ? { phone } : {}), ...(userId ? { userId } : {}), unreachable: true };
}
