import type { Delivery, NewDelivery } from "./delivery.ts";
import { toIdentityKeys, type Customer, type IdentityKey } from "./identity.ts";
import type { Receipt, ReceiptState } from "./message.ts";
import type { Known, Plan, SessionChange } from "./ports.ts";
import { toReference } from "./reference.ts";
import type { Session } from "./session.ts";

/**
 * The sessions that one batch touches, as they become while it is planned: what the ledger knew, plus what the plan
 * changes so far. Later events of the batch see what earlier ones did.
 */
export class Book {
  readonly #known: Known;
  readonly #sessions = new Map<number, Session>();
  readonly #byIdentity = new Map<string, number>();
  readonly #byChat = new Map<string, number>();
  readonly #states = new Map<number, ReceiptState>();
  readonly #seen: Set<string>;
  readonly #newSessions = new Set<number>();
  readonly #changes = new Map<number, SessionChange>();
  readonly #deliveries: NewDelivery[] = [];
  #nextSessionId: number;

  constructor(known: Known) {
    this.#known = known;
    this.#nextSessionId = known.nextSessionId;
    this.#seen = new Set(known.sourceIds);
    for (const { session, identities, tids } of known.sessions) {
      this.#sessions.set(session.id, session);
      for (const key of identities) this.#link(key, session.id);
      for (const tid of tids) this.#byChat.set(tid, session.id);
    }
  }

  /** Whether a message or post was planned before; from now on it was. */
  isRepeat(sourceId: string): boolean {
    if (this.#seen.has(sourceId)) return true;
    this.#seen.add(sourceId);
    return false;
  }

  sessionOf(customer: Customer): Session | null {
    for (const key of toIdentityKeys(customer)) {
      const id = this.#byIdentity.get(toText(key));
      if (id !== undefined) return this.#sessions.get(id) ?? null;
    }
    return null;
  }

  sessionOfChat(tid: string): Session | null {
    const id = this.#byChat.get(tid);
    return id === undefined ? null : (this.#sessions.get(id) ?? null);
  }

  /** The delivery that a receipt is about, or any message of ours, as the receipts before it left it. */
  deliveryOf(
    { messageId, reference }: Pick<Receipt, "messageId" | "reference">,
    storeId: string,
  ): Delivery | null {
    const { deliveries } = this.#known;
    const known =
      deliveries.find((delivery) => toReference(storeId, delivery) === reference) ??
      deliveries.find(({ remoteId }) => remoteId === messageId);
    return known ? { ...known, state: this.#states.get(known.id) ?? known.state } : null;
  }

  /** Notes what a receipt said of a delivery. */
  move(deliveryId: number, state: ReceiptState): void {
    this.#states.set(deliveryId, state);
  }

  /** Begins a session; its number is free because nobody but the planner makes any. */
  begin(customer: Customer, facts: { config: string; startedAt: number }): Session {
    const session: Session = {
      id: this.#nextSessionId++,
      config: facts.config,
      customer,
      chat: { tid: null, title: null, generation: 1 },
      startedAt: facts.startedAt,
      lastReceivedAt: null,
      lastSentAt: null,
      windowExpiresAt: null,
    };
    this.#newSessions.add(session.id);
    this.#sessions.set(session.id, session);
    for (const key of toIdentityKeys(customer)) this.#link(key, session.id);
    return session;
  }

  /** Notes a customer's message: who they are now, and when they wrote. Only what is news is stored. */
  change(
    session: Session,
    news: Pick<Session, "customer"> & Omit<SessionChange, "sessionId">,
  ): void {
    const isNews = JSON.stringify(news.customer) !== JSON.stringify(session.customer);
    const identities = toIdentityKeys(news.customer).filter((key) => this.#link(key, session.id));
    this.#sessions.set(session.id, { ...session, ...news });
    // A new session is stored as it is at the end of the batch.
    if (this.#newSessions.has(session.id)) return;
    const before = this.#changes.get(session.id);
    const { customer, ...facts } = news;
    this.#changes.set(session.id, {
      ...before,
      ...facts,
      sessionId: session.id,
      ...(isNews && { customer }),
      ...(identities.length > 0 && {
        identities: [...(before?.identities ?? []), ...identities],
      }),
    });
  }

  add(delivery: NewDelivery): void {
    this.#deliveries.push(delivery);
  }

  /** What is to be stored of it. */
  toPlan(): Pick<Plan, "newSessions" | "sessionChanges" | "deliveries"> {
    return {
      newSessions: [...this.#newSessions].flatMap((id) => this.#sessions.get(id) ?? []),
      sessionChanges: [...this.#changes.values()],
      deliveries: this.#deliveries,
    };
  }

  /** The first session that has an id keeps it. @returns whether it had none */
  #link(key: IdentityKey, sessionId: number): boolean {
    const text = toText(key);
    if (this.#byIdentity.has(text)) return false;
    this.#byIdentity.set(text, sessionId);
    return true;
  }
}

function toText(key: IdentityKey): string {
  return `${key.kind}:${key.value}`;
}
