import type { NewDelivery } from "./delivery.ts";
import type { Outgoing } from "./message.ts";

/** A post of staff that is kept until the customer writes. */
export interface HeldPost {
  /** By which staff name it. */
  readonly number: number;
  readonly postId: string;
  readonly writtenAt: number;
  /** What it became, in order. */
  readonly parts: readonly Outgoing[];
}

type Kept = Pick<NewDelivery, "sessionId" | "sourceId" | "createdAt" | "outgoing" | "heldAs">;

/** What the sessions of one batch keep back, as it becomes while the batch is planned. */
export class Held {
  readonly #bySession = new Map<number, readonly HeldPost[]>();

  constructor(known: readonly Kept[]) {
    for (const delivery of known) this.add(delivery);
  }

  /** In the order of their numbers. */
  of(sessionId: number): readonly HeldPost[] {
    return this.#bySession.get(sessionId) ?? [];
  }

  /** The number of a post that is kept, or the one that it gets. */
  numberOf(sessionId: number, postId: string): number {
    const posts = this.of(sessionId);
    const kept = posts.find((post) => post.postId === postId);
    return kept?.number ?? (posts.at(-1)?.number ?? 0) + 1;
  }

  add({ sessionId, sourceId, createdAt, outgoing, heldAs }: Kept): void {
    if (sessionId === null || outgoing === null) return;
    const posts = this.of(sessionId);
    const before = posts.find(({ postId }) => postId === sourceId);
    const post: HeldPost = {
      number: before?.number ?? heldAs ?? this.numberOf(sessionId, sourceId),
      postId: sourceId,
      writtenAt: createdAt,
      parts: [...(before?.parts ?? []), outgoing],
    };
    const others = posts.filter((other) => other !== before);
    this.#bySession.set(
      sessionId,
      [...others, post].toSorted((one, other) => one.number - other.number),
    );
  }

  remove(sessionId: number, postId: string): void {
    const left = this.of(sessionId).filter((post) => post.postId !== postId);
    this.#bySession.set(sessionId, left);
  }

  /** Nothing of the session is kept any more. @returns what was */
  clear(sessionId: number): readonly HeldPost[] {
    const posts = this.of(sessionId);
    this.#bySession.delete(sessionId);
    return posts;
  }

  /** What was kept for one session is kept for another, behind what is kept there. */
  move(from: number, into: number): void {
    const last = this.of(into).at(-1)?.number ?? 0;
    const moved = this.clear(from).map((post) => ({ ...post, number: last + post.number }));
    this.#bySession.set(into, [...this.of(into), ...moved]);
  }
}
