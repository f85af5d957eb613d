import { LedgerWriteError } from "../../../src/bridge/errors.ts";
import type { Fact, Health, Ledger, Log } from "../../../src/bridge/ports.ts";
import { parseNotification } from "../../../src/teamwire/parse.ts";

/** Health that remembers what it was told. */
export interface FakeHealth extends Health {
  readonly troubles: ReadonlyMap<string, { readonly detail: string; readonly remedy: string }>;
}

export function createFakeHealth(): FakeHealth {
  const troubles = new Map<string, { readonly detail: string; readonly remedy: string }>();
  return {
    troubles,
    degrade: (id, { detail, remedy }) =>
      troubles.set(id, { detail: String(detail), remedy: String(remedy) }),
    recover: (id) => troubles.delete(id),
  };
}

/** A log that keeps its warnings. */
export interface FakeLog extends Log {
  readonly warnings: readonly string[];
}

export function createFakeLog(): FakeLog {
  const warnings: string[] = [];
  return {
    warnings,
    debug: () => undefined,
    info: () => undefined,
    warn: (message) => warnings.push(message),
    error: () => undefined,
  };
}

/** The feed's part of the ledger, in memory: what is recorded counts as planned at once. */
export class FakeLedger implements Pick<
  Ledger,
  "record" | "fact" | "setFact" | "openChats" | "chatGone"
> {
  readonly facts = new Map<Fact, string>();
  readonly bodies: string[] = [];
  /** The `mid` of every post recorded, repeats included. */
  readonly mids: string[] = [];
  /** Open chats with the last post seen. */
  readonly chats = new Map<string, string | null>();
  /** So many writes fail next. */
  failures = 0;

  record(notification: Parameters<Ledger["record"]>[0]): Promise<void> {
    return this.#write(() => {
      this.bodies.push(new TextDecoder().decode(notification.body));
      if (notification.cursor !== undefined) this.facts.set("feed-cursor", notification.cursor);
      for (const event of parseNotification(notification.body)) {
        if (event.kind !== "post") continue;
        this.mids.push(event.id);
        if (this.chats.has(event.tid)) this.chats.set(event.tid, event.id);
      }
    });
  }

  fact(name: Fact): Promise<string | null> {
    return Promise.resolve(this.facts.get(name) ?? null);
  }

  setFact(name: Fact, value: string): Promise<void> {
    return this.#write(() => this.facts.set(name, value));
  }

  openChats(): Promise<readonly { readonly tid: string; readonly lastMid: string | null }[]> {
    return Promise.resolve([...this.chats].map(([tid, lastMid]) => ({ tid, lastMid })));
  }

  chatGone(tid: string): Promise<void> {
    return this.#write(() => this.chats.delete(tid));
  }

  #write(change: () => unknown): Promise<void> {
    if (this.failures > 0) {
      this.failures -= 1;
      return Promise.reject(new LedgerWriteError("disk full"));
    }
    change();
    return Promise.resolve();
  }
}
