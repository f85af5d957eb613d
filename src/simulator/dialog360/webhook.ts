import type { SimulatorClock } from "../clock.ts";
import { isObject, isText, type JsonObject } from "../json.ts";

const firstRetryMs = 1000;
const longestRetryMs = 5 * 60 * 1000;
const giveUpMs = 7 * 24 * 60 * 60 * 1000;

/** Where notifications go. */
export interface WebhookTarget {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts notifications until they are answered 200, in order within each lane. */
export class Webhook {
  /** Null until one is registered; notifications wait for it. */
  target: WebhookTarget | null = null;
  /** How often each status was answered; `none` counts refused connections and answers that came too late. */
  readonly answers = new Map<number | "none", number>();
  readonly #clock: SimulatorClock;
  readonly #answerLimitMs: number;
  readonly #lanes = new Map<string, Promise<unknown>>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #ending = new AbortController();
  #wake = new AbortController();

  constructor(options: { readonly clock: SimulatorClock; readonly answerLimitMs: number }) {
    this.#clock = options.clock;
    this.#answerLimitMs = options.answerLimitMs;
  }

  register(target: WebhookTarget | null): void {
    this.target = target;
    this.retryNow();
  }

  /** Tries at once what waits for its next attempt. */
  retryNow(): void {
    this.#wake.abort();
    this.#wake = new AbortController();
  }

  /** @returns whether it was answered 200; false after 7 days, or when the simulator ends first */
  send(body: JsonObject, lane: string): Promise<boolean> {
    const before = this.#lanes.get(lane) ?? Promise.resolve();
    const sent = before.then(() => this.#insist(body));
    this.#lanes.set(lane, sent);
    return this.track(sent);
  }

  /** As `send`, without waiting for what goes before. */
  sendAtOnce(body: JsonObject): Promise<boolean> {
    return this.track(this.#insist(body));
  }

  /** One attempt. @returns the status, or null without an answer */
  async post(body: string): Promise<number | null> {
    const target = this.target;
    if (!target) return null;
    const status = await this.#attempt(target, body);
    const key = status ?? "none";
    this.answers.set(key, (this.answers.get(key) ?? 0) + 1);
    return status;
  }

  /** Keeps `idle` waiting for `work`. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
    return work;
  }

  /** Resolves when no notification and no receipt is on its way. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  /** Gives up everything that waits. */
  close(): void {
    this.#ending.abort();
    this.retryNow();
  }

  async #insist(body: JsonObject): Promise<boolean> {
    const text = JSON.stringify(body);
    const giveUpAt = this.#clock.now() + giveUpMs;
    let waitMs = firstRetryMs;
    while (!this.#ending.signal.aborted && this.#clock.now() < giveUpAt) {
      if ((await this.post(text)) === 200) return true;
      if (this.#ending.signal.aborted) break;
      await this.#clock.sleep(this.target ? waitMs : longestRetryMs, this.#wake.signal);
      if (this.target) waitMs = Math.min(waitMs * 2, longestRetryMs);
    }
    return false;
  }

  async #attempt({ url, headers }: WebhookTarget, body: string): Promise<number | null> {
    const signal = AbortSignal.any([this.#ending.signal, AbortSignal.timeout(this.#answerLimitMs)]);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: { "Content-Type": "application/json", ...headers },
        body,
        redirect: "manual",
        signal,
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return null;
    }
  }
}

/** Reads a registration; null where 360dialog would refuse it. A loopback URL may be plain and have a port, others not. */
export function readTarget(body: unknown): WebhookTarget | null {
  if (!isObject(body) || !isText(body["url"]) || !URL.canParse(body["url"])) return null;
  if (Object.keys(body).some((name) => name !== "url" && name !== "headers")) return null;
  const { protocol, hostname, port } = new URL(body["url"]);
  const loopback = /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(hostname);
  const fine = loopback || (protocol === "https:" && port === "" && !hostname.includes("_"));
  const headers = body["headers"] ?? {};
  if (!fine || !isObject(headers)) return null;
  const entries = Object.entries(headers);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    return null;
  }
  return { url: body["url"], headers: Object.fromEntries(entries) };
}
