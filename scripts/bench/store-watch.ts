import { readdirSync, statSync } from "node:fs";
import { basename, dirname } from "node:path";

import { toSegmentNumbers } from "../../src/ledger/store-path.ts";

/** When a checkpoint was seen. Milliseconds since 1970. */
export interface Checkpoint {
  readonly begunAt: number;
  readonly endedAt: number;
}

const everyMs = 3;

/**
 * Sees a checkpoint from outside: it begins with a new segment or a draft of the file, and has ended when another file
 * is in the store's place and the segments that it covers are gone.
 */
export class StoreWatch {
  /** The first that was seen from beginning to end. */
  checkpoint: Checkpoint | null = null;
  readonly #store: string;
  readonly #before: { readonly file: number; readonly segment: number };
  readonly #timer: NodeJS.Timeout;
  #begunAt: number | null = null;

  constructor(store: string) {
    this.#store = store;
    this.#before = { file: statSync(store).ino, segment: this.#segments().at(-1) ?? 0 };
    this.#timer = setInterval(() => this.#look(), everyMs);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    if (this.checkpoint) return;
    const now = performance.timeOrigin + performance.now();
    const segments = this.#segments();
    const isDrafting = readdirSync(dirname(this.#store)).includes(`${basename(this.#store)}.new`);
    const isRotated = (segments.at(-1) ?? 0) > this.#before.segment;
    if (isDrafting || isRotated) this.#begunAt ??= now;
    const isReplaced = statSync(this.#store).ino !== this.#before.file;
    const isCovered = segments.every((number) => number > this.#before.segment);
    if (this.#begunAt === null || !isReplaced || !isCovered) return;
    this.checkpoint = { begunAt: this.#begunAt, endedAt: now };
  }

  #segments(): number[] {
    return toSegmentNumbers(this.#store, readdirSync(dirname(this.#store)));
  }
}
