/** Tells everyone who watches that something changed. */
export class Watchers {
  readonly #watchers = new Set<() => void>();

  /** @returns ends the watching */
  add(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => {
      this.#watchers.delete(watcher);
    };
  }

  tell(): void {
    for (const watcher of this.#watchers) watcher();
  }
}
