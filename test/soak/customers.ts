import { toCustomerMessage } from "../../src/simulator/dialog360/phone-messages.ts";
import type { Dialog360Simulator } from "../../src/simulator/dialog360/simulator.ts";
import { toCustomer } from "./conversations.ts";
import { toNotification } from "./notification.ts";
import { sleep } from "./pause.ts";
import { pickWhole, type Random } from "./random.ts";

export interface CustomersOptions {
  readonly simulator: Dialog360Simulator;
  readonly random: Random;
  /** An even number: each poster writes for a pair of customers, so that a notification may hold both. */
  readonly conversations: number;
  /** Of all these together. */
  readonly notificationsPerSecond: number;
  /** Further customers, who write a few times and no more. */
  readonly newcomersPerSecond?: number;
}

const answerLimitMs = 5000;
const freshWindowMs = 23 * 60 * 60 * 1000;
/** 360dialog waits up to days; here every wait has to be short. */
const retryMs = 100;
const visits = 3;

/**
 * Customers whose messages are posted as 360dialog does it: a notification comes again, with the same ids, until it is
 * answered 200, some come twice all the same, and some hold several messages. A conversation's next message is posted
 * after the one before was acknowledged, so that their order is certain.
 */
export class Customers {
  /** Notifications that were answered 200. */
  acknowledged = 0;
  /** Posts of a notification that was acknowledged or on its way already. */
  repeats = 0;
  /** Answers other than 200 by status; `none` for no answer. */
  readonly refusals = new Map<number | "none", number>();
  /** Answers 503 without a Retry-After. */
  withoutRetryAfter = 0;
  /** While true nothing is posted, not even what waits to be posted again. */
  isSilent = false;
  /** Real milliseconds that each acknowledgement took. */
  readonly waitsMs: number[] = [];
  readonly #options: CustomersOptions;
  readonly #written: number[] = [];
  /** The latest notification of each pair: sometimes it comes once more. */
  readonly #before = new Map<number, string>();
  #isStopped = false;
  #posters: Promise<void>[] = [];

  constructor(options: CustomersOptions) {
    this.#options = options;
    for (let pair = 0; pair < options.conversations / 2; pair += 1) this.#enter(pair);
  }

  /** The number of each conversation's last message that was acknowledged. */
  get written(): readonly number[] {
    return this.#written;
  }

  start(): void {
    const { conversations, newcomersPerSecond = 0 } = this.#options;
    this.#isStopped = false;
    this.#posters = Array.from({ length: conversations / 2 }, (_, pair) => this.#run(pair));
    if (newcomersPerSecond > 0) this.#posters.push(this.#welcome(2000 / newcomersPerSecond));
  }

  /** Writes no more. @returns once all that was written is acknowledged */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await Promise.all(this.#posters);
  }

  /** Posts a pair's next notification. @returns once it is acknowledged */
  async write(pair: number): Promise<void> {
    const { body, last } = this.#toNext(pair);
    const fate = this.#options.random();
    await Promise.all([this.#insist(body), fate < 0.04 && this.#repeat(body)]);
    for (const [conversation, number] of last) {
      this.#written[conversation] = number;
      this.#openWindow(conversation);
    }
    this.acknowledged += 1;
    const before = this.#before.get(pair);
    if (before && fate > 0.96) await this.#repeat(before);
    this.#before.set(pair, body);
  }

  /** Every customer writes at least once more. */
  async writeAll(): Promise<void> {
    for (let pair = 0; pair < this.#written.length / 2; pair += 1) {
      const before = this.#written.slice(pair * 2, pair * 2 + 2);
      const isSilent = (one: number, index: number) => this.#written[pair * 2 + index] === one;
      while (before.some(isSilent)) await this.write(pair);
    }
  }

  /** Keeps up with the rate: what could not be posted for a while follows at once. */
  async #run(pair: number): Promise<void> {
    const { random, conversations, notificationsPerSecond } = this.#options;
    const everyMs = (1000 * conversations) / 2 / notificationsPerSecond;
    let dueAt = performance.now() + random() * everyMs;
    while (!this.#isStopped) {
      const waitMs = dueAt - performance.now();
      if (waitMs > 0) {
        await sleep(Math.min(waitMs, 200));
        continue;
      }
      dueAt += everyMs;
      await this.write(pair);
    }
  }

  /** Lets a new pair come every so often. */
  async #welcome(everyMs: number): Promise<void> {
    const visitors: Promise<void>[] = [];
    while (!this.#isStopped) {
      const pair = this.#written.length / 2;
      this.#enter(pair);
      visitors.push(this.#visit(pair));
      await sleep(everyMs);
    }
    await Promise.all(visitors);
  }

  async #visit(pair: number): Promise<void> {
    for (let visit = 0; visit < visits; visit += 1) await this.write(pair);
  }

  #enter(pair: number): void {
    for (const conversation of [pair * 2, pair * 2 + 1]) {
      this.#written[conversation] = 0;
      this.#openWindow(conversation);
    }
  }

  /** The messages are posted from here: WhatsApp itself is told only so that it takes answers. */
  #openWindow(conversation: number): void {
    const { conversations, options } = this.#options.simulator;
    const known = conversations.open(toCustomer(conversation));
    const at = options.clock.now();
    if ((known.windowExpiresAt ?? 0) > at + freshWindowMs) return;
    const facts = { id: `opens-${conversation}-${at}`, at, replyTo: null };
    conversations.add(known, toCustomerMessage("", facts));
  }

  /** One message mostly, sometimes up to four of one customer or of both. */
  #toNext(pair: number): { readonly body: string; readonly last: ReadonlyMap<number, number> } {
    const { random, simulator } = this.#options;
    const fate = random();
    const count = fate < 0.85 ? 1 : pickWhole(random, 2, 4);
    const first = random() < 0.5 ? 0 : 1;
    const last = new Map<number, number>();
    const messages = Array.from({ length: count }, (_, index) => {
      const conversation = pair * 2 + (fate < 0.93 ? first : index % 2);
      const number = (last.get(conversation) ?? this.#written[conversation] ?? 0) + 1;
      last.set(conversation, number);
      return { conversation, number };
    });
    return { body: toNotification(messages, simulator.options), last };
  }

  async #repeat(body: string): Promise<void> {
    this.repeats += 1;
    await this.#insist(body);
  }

  async #insist(body: string): Promise<void> {
    for (;;) {
      while (this.isSilent) await sleep(retryMs);
      const begun = performance.now();
      const status = await this.#attempt(body);
      if (status === 200) {
        this.waitsMs.push(performance.now() - begun);
        return;
      }
      this.refusals.set(status, (this.refusals.get(status) ?? 0) + 1);
      await sleep(retryMs);
    }
  }

  async #attempt(body: string): Promise<number | "none"> {
    const { target } = this.#options.simulator.webhook;
    if (!target) return "none";
    try {
      const answer = await fetch(target.url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...target.headers },
        body,
        signal: AbortSignal.timeout(answerLimitMs),
      });
      await answer.body?.cancel();
      if (answer.status === 503 && !answer.headers.has("Retry-After")) this.withoutRetryAfter += 1;
      return answer.status;
    } catch {
      return "none";
    }
  }
}
