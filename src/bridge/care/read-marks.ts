import { DeliveryError } from "../errors.ts";
import { toFault } from "../log/fault.ts";
import { toTrace } from "../log/trace.ts";
import type { Clock, Ledger, Log, ReadMark, WhatsApp } from "../ports.ts";

const mostTries = 3;
const pauseMs = 30_000;

export interface ReadMarkPorts {
  readonly ledger: Pick<Ledger, "readMarks" | "endMark">;
  readonly whatsApp: Pick<WhatsApp, "markRead">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells WhatsApp what staff have read: apart from the lanes, so that no message waits for it, and one call for the newest
 * message of each customer, since it covers those before. Best effort: after a few tries a mark is given up, and the next
 * one covers it.
 */
export class ReadMarks {
  readonly #ports: ReadMarkPorts;
  /** How often the mark of a session was tried in vain. */
  readonly #tries = new Map<number, { readonly deliveryId: number; readonly count: number }>();
  #nudge = new AbortController();

  constructor(ports: ReadMarkPorts) {
    this.#ports = ports;
  }

  /** Staff have read something. */
  notify(): void {
    this.#nudge.abort();
  }

  /** Tells, beginning with what an earlier run left, until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#nudge = new AbortController();
      const wake = AbortSignal.any([signal, this.#nudge.signal]);
      const isDone = await this.#tellAll(signal);
      if (isDone) await untilAborted(wake);
      else await this.#ports.clock.sleep(pauseMs, signal);
    }
  }

  /** @returns false if some have to be tried again later */
  async #tellAll(signal: AbortSignal): Promise<boolean> {
    const { ledger, log } = this.#ports;
    try {
      let isDone = true;
      for (const mark of await ledger.readMarks()) {
        if (signal.aborted) return true;
        if (await this.#tell(mark)) await ledger.endMark(mark);
        else isDone = false;
      }
      return isDone;
    } catch (error) {
      log.debug("read marks not stored", { error: toFault(error) });
      return false;
    }
  }

  /** @returns whether the mark is done with */
  async #tell({ sessionId, deliveryId, messageId }: ReadMark): Promise<boolean> {
    const { whatsApp, log } = this.#ports;
    try {
      await whatsApp.markRead(messageId);
    } catch (error) {
      const before = this.#tries.get(sessionId);
      const count = before?.deliveryId === deliveryId ? before.count + 1 : 1;
      const isFinal = error instanceof DeliveryError && error.verdict === "permanent";
      log.debug("message not marked as read", {
        trace: toTrace(messageId),
        session: sessionId,
        delivery: deliveryId,
        tries: count,
      });
      if (!isFinal && count < mostTries) {
        this.#tries.set(sessionId, { deliveryId, count });
        return false;
      }
    }
    this.#tries.delete(sessionId);
    return true;
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
