import type { Delivery, DeliveryState, NewDelivery, Progress } from "../delivery.ts";
import { Held, type HeldPost } from "../held.ts";
import { toIdentityKeys, toPhones, type Customer, type IdentityKey } from "../identity.ts";
import type { Receipt } from "../message.ts";
import type {
  Claim,
  Known,
  Merge,
  Plan,
  PlannedHold,
  PlannedReceipt,
  SessionChange,
} from "../planned.ts";
import { toProgress } from "../progress.ts";
import type { Session } from "../session.ts";
import { toDeliveryId, toReference } from "./reference.ts";
import { joinCustomers } from "./same-person.ts";

/**
 * The sessions that one batch touches, as they become while it is planned: what the ledger knew, plus what the plan
 * changes so far. Later events of the batch see what earlier ones did.
 */
export class Book {
  readonly #known = new Map<number, Delivery>();
  readonly #byRemoteId = new Map<string, Delivery>();
  readonly #sessions = new Map<number, Session>();
  readonly #byIdentity = new Map<string, number>();
  readonly #byChat = new Map<string, number>();
  readonly #states = new Map<number, DeliveryState>();
  readonly #sources: Set<string>;
  readonly #newSessions = new Set<number>();
  readonly #changes = new Map<number, SessionChange>();
  readonly #claims: Claim[] = [];
  readonly #merges: Merge[] = [];
  readonly #deliveries: NewDelivery[] = [];
  readonly #seen: Plan["seen"][number][] = [];
  readonly #held: Held;
  readonly #released: Plan["released"][number][] = [];
  readonly #cancelled: string[] = [];
  readonly #receipts: PlannedReceipt[] = [];
  readonly #holds: PlannedHold[] = [];
  readonly #renewed: Plan["renewed"][number][] = [];
  readonly #progress: readonly Progress[];
  #nextSessionId: number;

  constructor(known: Known) {
    this.#nextSessionId = known.nextSessionId;
    // One batch may hold tens of thousands of receipts: none may go through all deliveries.
    for (const delivery of known.deliveries) {
      const { id, remoteId } = delivery;
      this.#known.set(id, delivery);
      if (remoteId !== null && !this.#byRemoteId.has(remoteId)) {
        this.#byRemoteId.set(remoteId, delivery);
      }
    }
    this.#sources = new Set(known.sourceIds);
    this.#held = new Held(known.held);
    this.#progress = known.progress;
    for (const { session, identities, tids } of known.sessions) {
      this.#sessions.set(session.id, session);
      for (const key of identities) this.#link(key, session.id);
      for (const tid of tids) this.#byChat.set(tid, session.id);
    }
  }

  /** Whether a message or post was planned before; from now on it was. */
  isRepeat(sourceId: string): boolean {
    if (this.#sources.has(sourceId)) return true;
    this.#sources.add(sourceId);
    return false;
  }

  /** The session to which an id leads. */
  sessionOf(key: IdentityKey): Session | null {
    const id = this.#byIdentity.get(toText(key));
    return id === undefined ? null : (this.#sessions.get(id) ?? null);
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
    const id = toDeliveryId(reference, storeId);
    const named = id === null ? undefined : this.#known.get(id);
    const known =
      named && toReference(storeId, named) === reference ? named : this.#byRemoteId.get(messageId);
    return known ? { ...known, state: this.#states.get(known.id) ?? known.state } : null;
  }

  /** Notes what a receipt said of a delivery. */
  move(receipt: PlannedReceipt): void {
    const { deliveryId: id, state } = receipt;
    this.#receipts.push(receipt);
    const before = this.#states.get(id) ?? this.#known.get(id)?.state;
    // A receipt that comes behind a later one changes nothing.
    if (state !== "sent" || before === undefined || open.has(before)) this.#states.set(id, state);
  }

  /** Begins a session, to which the customer's numbers lead from now on; its own number is free, since nobody else makes any. */
  begin(customer: Customer, facts: { config: string; startedAt: number }): Session {
    const session: Session = {
      id: this.#nextSessionId++,
      config: facts.config,
      customer,
      chat: { tid: null, title: null, generation: 1 },
      startedAt: facts.startedAt,
      lastReceivedAt: null,
      lastAnsweredAt: null,
      lastSentAt: null,
      windowExpiresAt: null,
    };
    this.#newSessions.add(session.id);
    this.#sessions.set(session.id, session);
    this.#claim(toPhones(customer), session.id);
    for (const key of toIdentityKeys(customer)) this.#link(key, session.id);
    return session;
  }

  /**
   * Notes what is news of a session, and who its customer is now: numbers that are new lead to it from now on. Only what is
   * news is stored.
   * @returns the session as it is now
   */
  change(session: Session, news: Omit<SessionChange, "sessionId" | "identities">): Session {
    const before = this.#changes.get(session.id);
    const { customer = session.customer, ...facts } = news;
    const phones = toPhones(session.customer);
    const newPhones = toPhones(customer).filter((phone) => !phones.includes(phone));
    this.#claim(newPhones, session.id);
    const isNews = JSON.stringify(customer) !== JSON.stringify(session.customer);
    const identities = toIdentityKeys(customer).filter((key) => this.#link(key, session.id));
    const changed = { ...session, ...facts, customer };
    this.#sessions.set(session.id, changed);
    // A new session is stored as it is at the end of the batch.
    if (this.#newSessions.has(session.id)) return changed;
    this.#changes.set(session.id, {
      ...before,
      ...facts,
      sessionId: session.id,
      ...(isNews && { customer }),
      ...(identities.length > 0 && {
        identities: [...(before?.identities ?? []), ...identities],
      }),
    });
    return changed;
  }

  /** Makes one session of two. @returns the one that goes on, as it is now */
  merge(into: Session, other: Session, at: number): Session {
    this.#merges.push({ sessionId: other.id, into: into.id, at });
    for (const leads of [this.#byIdentity, this.#byChat]) {
      for (const [key, id] of leads) if (id === other.id) leads.set(key, into.id);
    }
    this.#held.move(other.id, into.id);
    const merged = {
      ...into,
      startedAt: Math.min(into.startedAt, other.startedAt),
      lastReceivedAt: latest(into.lastReceivedAt, other.lastReceivedAt),
      lastAnsweredAt: latest(into.lastAnsweredAt, other.lastAnsweredAt),
      lastSentAt: latest(into.lastSentAt, other.lastSentAt),
      windowExpiresAt: latest(into.windowExpiresAt, other.windowExpiresAt),
    };
    return this.change(merged, { customer: joinCustomers(into.customer, other.customer) });
  }

  add(delivery: NewDelivery): void {
    this.#deliveries.push(delivery);
    if (delivery.state === "held") this.#held.add(delivery);
  }

  /** What is kept for the session's customer. */
  held(session: Pick<Session, "id">): readonly HeldPost[] {
    return this.#held.of(session.id);
  }

  /** The number of a post that is kept, or the one that it gets. */
  heldAs(session: Pick<Session, "id">, postId: string): number {
    return this.#held.numberOf(session.id, postId);
  }

  /** Something that was sent, or failed, is kept again. */
  hold(
    delivery: Pick<Delivery, "sessionId" | "sourceId" | "createdAt" | "outgoing" | "heldAs">,
    hold: PlannedHold,
  ): void {
    this.#held.add({ ...delivery, heldAs: null });
    this.#holds.push(hold);
    this.#states.set(hold.deliveryId, "held");
  }

  /** Something that failed is sent again. */
  renew(deliveryId: number, at: number): void {
    this.#renewed.push({ deliveryId, at });
    this.#states.set(deliveryId, "pending");
  }

  /** A post that is kept is not sent any more. */
  cancel(session: Pick<Session, "id">, postId: string): void {
    this.#held.remove(session.id, postId);
    this.#cancelled.push(postId);
  }

  /** The customer has written. @returns what goes out now */
  release(session: Pick<Session, "id">, at: number): readonly HeldPost[] {
    // Also where nothing is known to be kept: something may be about to.
    this.#released.push({ sessionId: session.id, at });
    return this.#held.clear(session.id);
  }

  /** What there is to tell of the parts of a post, also of one that this very batch relays. */
  progress(mid: string | undefined): readonly Progress[] {
    if (mid === undefined) return [];
    const known = this.#progress
      .filter((part) => part.mid === mid)
      .map((part) => ({
        ...part,
        state: (part.id === null ? null : this.#states.get(part.id)) ?? part.state,
      }));
    const planned = this.#deliveries.filter(
      ({ side, sourceId }) => side === "customer" && sourceId === mid,
    );
    return [...known, ...planned.map((delivery) => toProgress(delivery, mid))];
  }

  /** Notes that staff have read a post, or with null all that is in the session's chat. */
  see(session: Session, mid: string | null): void {
    this.#seen.push({ sessionId: session.id, mid });
  }

  /** What is to be stored of it. */
  toPlan(): Pick<
    Plan,
    | "newSessions"
    | "sessionChanges"
    | "claims"
    | "merges"
    | "deliveries"
    | "seen"
    | "released"
    | "cancelled"
    | "receipts"
    | "holds"
    | "renewed"
  > {
    return {
      receipts: this.#receipts,
      holds: this.#holds,
      renewed: this.#renewed,
      released: this.#released,
      cancelled: this.#cancelled,
      seen: this.#seen,
      newSessions: [...this.#newSessions].flatMap((id) => this.#sessions.get(id) ?? []),
      sessionChanges: [...this.#changes.values()],
      claims: this.#claims,
      merges: this.#merges,
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

  /** Numbers are given to somebody else; user ids never are. */
  #claim(phones: readonly string[], sessionId: number): void {
    for (const value of phones) {
      const identity = { kind: "phone", value } as const;
      const owner = this.#byIdentity.get(toText(identity)) ?? sessionId;
      if (owner === sessionId) continue;
      this.#byIdentity.set(toText(identity), sessionId);
      this.#claims.push({ sessionId, identity });
    }
  }
}

const open: ReadonlySet<DeliveryState> = new Set(["pending", "sending", "uncertain"]);

function toText(key: IdentityKey): string {
  return `${key.kind}:${key.value}`;
}

function latest(one: number | null, other: number | null): number | null {
  if (one === null || other === null) return one ?? other;
  return Math.max(one, other);
}
