import { setTimeout as pause } from "node:timers/promises";
import type { Worker } from "node:worker_threads";

import { LedgerWriteError } from "../bridge/errors.ts";
import type { ErasedCopy } from "../bridge/privacy.ts";
import type { CheckpointStart, CopiesErased, EraseStart, OwnerStart } from "./envelope.ts";
import { toFaultText } from "./file-system.ts";
import type { Extent } from "./log/load.ts";
import type { Request } from "./operations.ts";
import type { Person } from "./privacy/mentions.ts";
import type { Answer, Store, Word } from "./store.ts";
import { OwnerThread, waitForThread, type ShortWorker } from "./thread.ts";

/** The way to the one that owns the store. */
export interface Channel {
  readonly storeId: string;
  /** Runs requests as one group. @throws LedgerWriteError if the owner is no more, or not back yet */
  send(requests: readonly Request[]): Promise<readonly Answer[]>;
  /** Writes the store's file anew and removes the log that it covers. @throws LedgerWriteError where the disk does not take it */
  purge(): Promise<void>;
  /** @throws LedgerWriteError where the disk does not take it */
  eraseFromCopies(person: Person): Promise<readonly ErasedCopy[]>;
  /** Ends cleanly. */
  close(): Promise<void>;
}

/** What a channel to threads needs from outside. */
export interface ChannelTools {
  /** Each starts `worker.ts` in a thread of its own. */
  readonly startOwner: (start: OwnerStart) => Worker;
  readonly startCheckpoint: (start: CheckpointStart) => ShortWorker<string | null>;
  readonly startErasing?: (start: EraseStart) => ShortWorker<CopiesErased>;
  readonly tell: (word: Word) => void;
  /** The owner waited so long for the disk. */
  readonly onSync?: ((ms: number) => void) | undefined;
  /** How long an owner is waited for that does not come back: the first time, and at most. */
  readonly pausesMs?: { readonly first: number; readonly longest: number };
}

/** A channel to a store in this very thread, without checkpoints and copies: for tests, which put failures under it. */
export function createInlineChannel(store: Store): Channel {
  return {
    storeId: store.storeId,
    send: async (requests) => store.run(requests),
    purge: async () => {},
    eraseFromCopies: async () => [],
    close: async () => store.close(),
  };
}

/**
 * A channel to a store in a thread of its own, which is started again where it ends by itself.
 * @throws OperatorError if the store is refused
 */
export async function createWorkerChannel(
  start: Omit<OwnerStart, "kind">,
  tools: ChannelTools,
): Promise<Channel> {
  const threads = new Threads(start, tools);
  const storeId = await threads.open(start.newStoreId);
  return {
    storeId,
    send: (requests) => threads.send(requests),
    purge: () => threads.purge(),
    eraseFromCopies: (person) => threads.eraseFromCopies(person),
    close: () => threads.close(),
  };
}

/** The threads of a store: its owner, and for a while beside it the one that writes a checkpoint. */
class Threads {
  readonly #start: Omit<OwnerStart, "kind">;
  readonly #tools: ChannelTools;
  readonly #closing = new AbortController();
  #owner: OwnerThread | null = null;
  #checkpoint: Promise<void> = Promise.resolve();
  #erasing: Promise<unknown> = Promise.resolve();
  #recovery: Promise<void> = Promise.resolve();
  #pauseMs = 0;

  constructor(start: Omit<OwnerStart, "kind">, tools: ChannelTools) {
    this.#start = start;
    this.#tools = tools;
  }

  /** @param newStoreId null where the store has to be there */
  async open(newStoreId: string | null): Promise<string> {
    const worker = this.#tools.startOwner({ kind: "owner", ...this.#start, newStoreId });
    const owner = new OwnerThread(worker, {
      tell: this.#tools.tell,
      synced: (ms) => this.#tools.onSync?.(ms),
      checkpoint: (extent) => this.#runCheckpoint(owner, extent),
    });
    const storeId = await owner.opened;
    this.#owner = owner;
    void owner.ended.then((cause) => this.#afterEnd(owner, cause));
    return storeId;
  }

  send(requests: readonly Request[]): Promise<readonly Answer[]> {
    if (this.#owner) return this.#owner.send(requests);
    return Promise.reject(new LedgerWriteError("Use the ledger: its thread has ended"));
  }

  async purge(): Promise<void> {
    if (!this.#owner) throw new LedgerWriteError("Purge the ledger: its thread has ended");
    const fault = await this.#owner.purge();
    if (fault !== null) throw new LedgerWriteError(`Purge the ledger: ${fault}`);
  }

  async eraseFromCopies(person: Person): Promise<readonly ErasedCopy[]> {
    const { wasm, store } = this.#start;
    const { startErasing } = this.#tools;
    if (!startErasing) return [];
    const erasing = waitForThread<CopiesErased>(
      () => startErasing({ kind: "erase", wasm, store, person }),
      (fault) => ({ kind: "failed", fault }),
    );
    this.#erasing = erasing;
    const erased = await erasing;
    if (erased.kind === "done") return erased.copies;
    throw new LedgerWriteError(`Erase from the copies of the store: ${erased.fault}`);
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#recovery;
    // It would put an older state in the place of what the owner writes at its end.
    await this.#checkpoint;
    // Afterwards the copies may be a successor's to change.
    await this.#erasing;
    await this.#owner?.close();
  }

  #runCheckpoint(owner: OwnerThread, extent: Extent): void {
    if (this.#closing.signal.aborted) return;
    const { wasm, store } = this.#start;
    const start = { kind: "checkpoint", wasm, store, extent } as const;
    this.#checkpoint = waitForThread<string | null>(
      () => this.#tools.startCheckpoint(start),
      (fault) => fault,
    ).then((fault) => owner.endCheckpoint(fault));
  }

  #afterEnd({ hasAnswered }: OwnerThread, cause: Error | null): void {
    this.#owner = null;
    if (this.#closing.signal.aborted) return;
    if (hasAnswered) this.#pauseMs = 0;
    this.#tell("the ledger's thread has ended and is started again", cause);
    this.#recovery = this.#recover();
  }

  /** Opens the store again, which finds all that was answered for. */
  async #recover(): Promise<void> {
    for (let isTold = false; ; isTold = true) {
      // One that was begun before is neither disturbed nor taken for damage.
      await this.#checkpoint;
      if (!(await this.#pause())) return;
      try {
        await this.open(null);
        return;
      } catch (error) {
        if (!isTold)
          this.#tell("the ledger cannot be opened again yet; it is tried until it can", error);
      }
    }
  }

  /** The longer the more often nothing came of it. @returns false if the channel is being closed */
  async #pause(): Promise<boolean> {
    const { first, longest } = this.#tools.pausesMs ?? { first: 1000, longest: 30_000 };
    const { signal } = this.#closing;
    const pauseMs = this.#pauseMs;
    this.#pauseMs = Math.min(Math.max(2 * pauseMs, first), longest);
    return pause(pauseMs, !signal.aborted, { signal }).catch(() => false);
  }

  #tell(message: Word["message"], cause: unknown): void {
    this.#tools.tell({ message, fields: { fault: toFaultText(cause) } });
  }
}
