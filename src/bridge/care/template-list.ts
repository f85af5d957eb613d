import type { DeliveryPorts } from "../deliver/ports.ts";
import { toFault } from "../log/fault.ts";
import { plain } from "../log/plain.ts";
import { offerTemplates, toTemplateList } from "../plan/templates.ts";
import { noReferences } from "../planned.ts";
import type { Health } from "../ports.ts";

const minuteMs = 60_000;
const refreshMs = 15 * minuteMs;
const retryMs = 30_000;
/** So old a list is asked for anew when staff want to see it. */
const freshMs = minuteMs;
/** Staff do not wait for it any longer: they see the list as it was. */
const longestWaitMs = 3_000;

export interface TemplateListPorts extends Pick<
  DeliveryPorts,
  "ledger" | "whatsApp" | "clock" | "log" | "profile"
> {
  readonly health: Health;
  readonly locale: string;
}

/** Keeps the ledger's list of templates like 360dialog's; while that is away the list stays as it was. */
export class TemplateList {
  readonly #ports: TemplateListPorts;
  readonly #signal: AbortSignal;
  #isLoaded = false;
  /** By the monotonic clock; null before the first time. */
  #askedAt: number | null = null;
  #asking: Promise<boolean> | null = null;

  constructor(ports: TemplateListPorts, signal: AbortSignal) {
    this.#ports = ports;
    this.#signal = signal;
  }

  /** Whether it has been loaded since the start. */
  get isLoaded(): boolean {
    return this.#isLoaded;
  }

  /** Loads it again and again until the signal aborts. */
  async run(): Promise<void> {
    while (!this.#signal.aborted) {
      const isLoaded = await this.#load();
      await this.#ports.clock.sleep(isLoaded ? refreshMs : retryMs, this.#signal);
    }
  }

  /** What `/templates` prints, as fresh as can be had in a moment. */
  async toText(): Promise<string> {
    const { ledger, clock, profile, locale } = this.#ports;
    const isFresh =
      this.#askedAt !== null && clock.monotonic() - this.#askedAt < freshMs && !this.#asking;
    if (!isFresh) await this.#wait();
    const { templates } = await ledger.known(noReferences);
    const { config, texts } = profile();
    const offered = offerTemplates(templates, { config, locale, hasTemplates: this.#isLoaded });
    return toTemplateList(offered, texts);
  }

  async #wait(): Promise<void> {
    const enough = new AbortController();
    const signal = AbortSignal.any([enough.signal, this.#signal]);
    await Promise.race([this.#load(), this.#ports.clock.sleep(longestWaitMs, signal)]);
    enough.abort();
  }

  /** However many ask at once, 360dialog is asked once. @returns whether it answered */
  #load(): Promise<boolean> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  async #ask(): Promise<boolean> {
    const { ledger, whatsApp, clock, health, log } = this.#ports;
    this.#askedAt = clock.monotonic();
    try {
      await ledger.storeTemplates(await whatsApp.templates());
      this.#isLoaded = true;
      health.recover("templates");
      return true;
    } catch (error) {
      if (this.#signal.aborted) return false;
      log.debug("templates not loaded", { error: toFault(error) });
      health.degrade("templates", {
        detail: plain`the list of templates could not be loaded from 360dialog`,
        remedy: plain`check WA_API_KEY and that 360dialog can be reached; it is tried again every 30 s`,
      });
      return false;
    }
  }
}
