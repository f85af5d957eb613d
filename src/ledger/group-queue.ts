import { LedgerWriteError } from "../bridge/errors.ts";
import type { Channel } from "./channel.ts";
import { largestGroup } from "./envelope.ts";
import type { OperationName, Request, RequestOf, Results } from "./operations.ts";
import type { Answer } from "./store.ts";

interface Waiting {
  readonly request: Request;
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Gathers the requests of one turn of the event loop, which go to the owner together. What reaches the owner while it is at
 * work is run as one group again: that is where one `fdatasync` serves many, and neither side waits for the other.
 */
export class GroupQueue {
  readonly #channel: Channel;
  #waiting: Waiting[] = [];
  #isScheduled = false;
  #underWay = 0;
  #onIdle: (() => void)[] = [];

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  /** Resolves once the request has been run and what it changed is on disk. @throws LedgerWriteError */
  ask<Name extends OperationName>(request: Request & RequestOf<Name>): Promise<Results[Name]> {
    // What comes back is what `operate` returned for this very request.
    const { promise, resolve, reject } = Promise.withResolvers<Results[Name]>();
    this.#waiting.push({ request, resolve, reject });
    this.#schedule();
    return promise;
  }

  /** Resolves once nothing waits and nothing is under way. */
  async drained(): Promise<void> {
    if (this.#underWay === 0 && this.#waiting.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#onIdle.push(resolve);
    await promise;
  }

  #schedule(): void {
    if (this.#isScheduled || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      void this.#send(this.#takeGroup());
    });
  }

  async #send(group: readonly Waiting[]): Promise<void> {
    this.#underWay += 1;
    this.#schedule();
    try {
      const answers = await this.#channel.send(group.map(({ request }) => request));
      for (const [index, waiting] of group.entries()) answer(waiting, answers[index]);
    } catch (cause) {
      for (const waiting of group) {
        waiting.reject(toWriteError("its thread has ended", cause));
      }
    }
    this.#underWay -= 1;
    if (this.#underWay > 0 || this.#isScheduled) return;
    for (const resolve of this.#onIdle.splice(0)) resolve();
  }

  #takeGroup(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { request } of this.#waiting) {
      bytes += request.name === "record" ? request.given.body.length : 0;
      if (count > 0 && (bytes > largestGroup.bytes || count === largestGroup.requests)) break;
      count += 1;
    }
    const group = this.#waiting;
    this.#waiting = group.splice(count);
    return group;
  }
}

function answer(waiting: Waiting, given: Answer | undefined): void {
  if (given?.kind === "done") waiting.resolve(given.value);
  else waiting.reject(toWriteError(given?.reason ?? "no answer came"));
}

function toWriteError(state: string, cause?: unknown): LedgerWriteError {
  return new LedgerWriteError(`Use the ledger: ${state}`, { cause });
}
