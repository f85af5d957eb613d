import { once } from "node:events";
import type { Worker } from "node:worker_threads";

import { LedgerWriteError, OperatorError } from "../bridge/errors.ts";
import { packGroup, type FromWorker, type ToWorker } from "./envelope.ts";
import { toFaultText } from "./file-system.ts";
import type { Request } from "./operations.ts";
import type { Answer, Store, Word } from "./store.ts";

/** The way to the one that owns the store. */
export interface Channel {
  readonly storeId: string;
  /** Runs requests as one group. @throws LedgerWriteError if the owner is no more */
  send(requests: readonly Request[]): Promise<readonly Answer[]>;
  /** Ends cleanly. */
  close(): Promise<void>;
}

/** A channel to a store in this very thread: for tests, which put failures under it. */
export function createInlineChannel(store: Store): Channel {
  return {
    storeId: store.storeId,
    send: async (requests) => store.run(requests),
    close: async () => store.close(),
  };
}

/** A channel to `worker.ts` in its thread. @throws OperatorError if the worker refuses the store */
export async function createWorkerChannel(
  worker: Worker,
  tell: (word: Word) => void,
): Promise<Channel> {
  const messages: FromWorker[] = await once(worker, "message");
  const [first] = messages;
  if (first?.kind === "refused") {
    await worker.terminate();
    const { message, code, exitCode, hint } = first.trouble;
    throw new OperatorError(message, { code, exitCode, ...(hint !== null && { hint }) });
  }
  if (first?.kind !== "opened") throw new Error("the worker does not begin as agreed");
  first.words.forEach(tell);
  return new WorkerChannel(worker, { storeId: first.storeId, tell });
}

interface Waiting {
  resolve(answers: readonly Answer[]): void;
  reject(error: Error): void;
}

class WorkerChannel implements Channel {
  readonly storeId: string;
  readonly #worker: Worker;
  readonly #waiting: Waiting[] = [];
  readonly #closed = Promise.withResolvers<void>();
  #fault: Error | null = null;

  constructor(worker: Worker, facts: { storeId: string; tell: (word: Word) => void }) {
    this.storeId = facts.storeId;
    this.#worker = worker;
    worker.on("message", (message: FromWorker) => {
      if (message.kind === "answers") {
        for (const answers of message.groups) this.#waiting.shift()?.resolve(answers);
      }
      if (message.kind !== "closed") return;
      message.words.forEach(facts.tell);
      this.#closed.resolve();
    });
    worker.on("error", (cause) => {
      const fault = toFaultText(cause);
      facts.tell({
        message: "the ledger's thread has ended; only a restart helps",
        fields: { fault },
      });
      this.#end(cause);
    });
    worker.on("exit", () => this.#end(null));
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

  async close(): Promise<void> {
    if (this.#fault) return;
    this.#post({ kind: "close" });
    await this.#closed.promise;
    await this.#worker.terminate();
  }

  #post(message: ToWorker, transfer: readonly ArrayBuffer[] = []): void {
    this.#worker.postMessage(message, transfer);
  }

  #end(cause: Error | null): void {
    this.#fault ??= new LedgerWriteError("Use the ledger: its thread has ended", { cause });
    this.#closed.resolve();
    for (const waiting of this.#waiting.splice(0)) waiting.reject(this.#fault);
  }
}
