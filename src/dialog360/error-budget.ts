import { FileWaitsError } from "../bridge/errors.ts";

const hourMs = 60 * 60_000;
/** 360dialog shuts an account's files for half an hour after more errors in an hour. */
const mostErrors = 20;
/** Asking stops here: a restart forgets the count, and the next run has its own. */
const enoughErrors = 10;

/** Keeps the errors that 360dialog answers when it is asked for files below what it bears. */
export class ErrorBudget {
  readonly #monotonic: () => number;
  /** When each was answered, the oldest first. */
  #errors: number[] = [];
  #asking = 0;
  #waiting: (() => void)[] = [];

  constructor(monotonic: () => number) {
    this.#monotonic = monotonic;
  }

  /** Asks once there is room for an error as the answer. @throws FileWaitsError where that takes longer */
  async spend<T extends { readonly status: number }>(ask: () => Promise<T>): Promise<T> {
    while (!this.#begin()) await new Promise<void>((look) => this.#waiting.push(look));
    try {
      const answer = await ask();
      if (answer.status >= 400) this.#errors.push(this.#monotonic());
      return answer;
    } finally {
      this.#asking -= 1;
      for (const look of this.#waiting.splice(0)) look();
    }
  }

  #begin(): boolean {
    const now = this.#monotonic();
    this.#errors = this.#errors.filter((at) => now - at < hourMs);
    const [oldest] = this.#errors;
    if (oldest !== undefined && this.#errors.length >= enoughErrors) {
      const reason = "the file waits: 360dialog answered too many requests for files with an error";
      throw new FileWaitsError(reason, oldest + hourMs - now);
    }
    if (this.#errors.length + this.#asking >= mostErrors) return false;
    this.#asking += 1;
    return true;
  }
}
