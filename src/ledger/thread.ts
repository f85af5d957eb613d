import type { Worker } from "node:worker_threads";

import { LedgerWriteError } from "../bridge/errors.ts";
import { toOperatorError } from "./control/trouble.ts";
import { packGroup, type FromWorker, type ToWorker } from "./envelope.ts";
import { toFaultText } from "./file-system.ts";
import type { Extent } from "./log/load.ts";
import type { Request } from "./operations.ts";
import type { Answer, Word } from "./store.ts";

/** What the owner says without being asked. */
export interface OwnerEvents {
  readonly tell: (word: Word) => void;
  /** The disk was waited for. */
  readonly synced: (ms: number) => void;
  /** Another thread has to write a checkpoint; `endCheckpoint` is the answer. */
  readonly checkpoint: (extent: Extent) => void;
}

interface Waiting<Value> {
  resolve(value: Value): void;
  reject(error: Error): void;
}

/** One life of the thread that owns the store. */
export class OwnerThread {
  readonly #worker: Worker;
  readonly #events: OwnerEvents;
  readonly #waiting: Waiting<readonly Answer[]>[] = [];
  readonly #opened = Promise.withResolvers<string>();
  readonly #ended = Promise.withResolvers<Error | null>();
  #fault: LedgerWriteError | null = null;
  readonly #purges: Waiting<string | null>[] = [];
  #hasAnswered = false;

  /** @param worker `worker.ts`, just started as the owner */
  constructor(worker: Worker, events: OwnerEvents) {
    this.#worker = worker;
    this.#events = events;
    worker.on("message", (message: FromWorker) => this.#take(message));
    worker.on("error", (cause) => void this.#end(cause));
    worker.on("exit", () => void this.#end(null));
  }

  /** The store's id. Rejects where the store is refused, with an OperatorError, or the thread ends before it is open. */
  get opened(): Promise<string> {
    return this.#opened.promise;
  }

  /** Resolves once nothing more is written, with what went wrong; null after a clean end. */
  get ended(): Promise<Error | null> {
    return this.#ended.promise;
  }

  get hasAnswered(): boolean {
    return this.#hasAnswered;
  }

  send(requests: readonly Request[]): Promise<readonly Answer[]> {
    if (this.#fault) return Promise.reject(this.#fault);
    const { promise, resolve, reject } = Promise.withResolvers<readonly Answer[]>();
    const group = packGroup(requests);
    this.#post({ kind: "group", group }, [group.bodies.buffer]);
    // Only what was really sent waits: answers are told apart by their order alone.
    this.#waiting.push({ resolve, reject });
    return promise;
  }

  /** @param fault null if the checkpoint is in its place */
  endCheckpoint(fault: string | null): void {
    this.#post({ kind: "checkpointed", fault });
  }

  /** Has a checkpoint made at once. @returns what went wrong, null for nothing */
  purge(): Promise<string | null> {
    if (this.#fault) return Promise.reject(this.#fault);
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    this.#post({ kind: "purge" });
    this.#purges.push({ resolve, reject });
    return promise;
  }

  /** Ends cleanly. */
  async close(): Promise<void> {
    this.#post({ kind: "close" });
    await this.ended;
  }

  #take(message: FromWorker): void {
    switch (message.kind) {
      case "opened":
        return this.#opened.resolve(message.storeId);
      case "refused":
        return void this.#end(toOperatorError(message.trouble));
      case "answers":
        this.#hasAnswered = true;
        for (const answers of message.groups) this.#waiting.shift()?.resolve(answers);
        for (const ms of message.syncsMs) this.#events.synced(ms);
        return;
      case "checkpoint":
        return this.#events.checkpoint(message.extent);
      case "purged":
        for (const one of this.#purges.splice(0, message.count)) one.resolve(message.fault);
        return;
      case "word":
        return this.#events.tell(message.word);
      case "closed":
        return void this.#end(null);
    }
  }

  async #end(cause: Error | null): Promise<void> {
    if (this.#fault) return;
    this.#fault = new LedgerWriteError("Use the ledger: its thread has ended", { cause });
    for (const waiting of [...this.#waiting.splice(0), ...this.#purges.splice(0)]) {
      waiting.reject(this.#fault);
    }
    await this.#worker.terminate();
    this.#opened.reject(cause ?? this.#fault);
    this.#ended.resolve(cause);
  }

  #post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }
}

/** What is used of a short-lived thread; its only message is what came of its work. */
export interface ShortWorker<Result> {
  on(event: "message", listener: (result: Result) => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  on(event: "exit", listener: () => void): unknown;
  terminate(): Promise<unknown>;
}

/**
 * Waits for a short-lived thread.
 * @param start starts `worker.ts` for it
 * @param toFailed what it counts as where the thread ends by itself
 */
export async function waitForThread<Result>(
  start: () => ShortWorker<Result>,
  toFailed: (fault: string) => Result,
): Promise<Result> {
  const { promise, resolve } = Promise.withResolvers<Result>();
  try {
    const worker = start();
    worker.on("message", resolve);
    worker.on("error", (error) => resolve(toFailed(toFaultText(error))));
    worker.on("exit", () => resolve(toFailed("its thread has ended")));
    const result = await promise;
    await worker.terminate();
    return result;
  } catch (error) {
    return toFailed(toFaultText(error));
  }
}
