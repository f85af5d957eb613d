import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { MiddlewareHandler } from "hono";

import type { SimulatorClock } from "./clock.ts";
import type { Bindings } from "./listen.ts";

/** What a call that is made to fail answers. */
export interface FaultAnswer {
  readonly status: number;
  /** A string is sent as it is, everything else as JSON. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Chooses the calls that a fault hits. */
export type CallFilter = (method: string, path: string) => boolean;

interface Fault {
  readonly hits: CallFilter;
  /** Null: the call is taken, but the connection ends before the answer. */
  readonly answer: FaultAnswer | null;
}

/** The trouble a simulator makes on demand. */
export class Faults {
  /** Every call takes so long. */
  latencyMs = 0;
  readonly #clock: SimulatorClock;
  readonly #usual: CallFilter;
  readonly #whenAway: () => void;
  #planned: Fault[] = [];
  #away = false;

  /**
   * @param usual the calls that faults hit when nothing else is said
   * @param whenAway is called when the simulator goes away
   */
  constructor(clock: SimulatorClock, usual: CallFilter, whenAway = (): void => undefined) {
    this.#clock = clock;
    this.#usual = usual;
    this.#whenAway = whenAway;
  }

  /** True answers 503 to everything. */
  get away(): boolean {
    return this.#away;
  }

  set away(away: boolean) {
    this.#away = away;
    if (away) this.#whenAway();
  }

  /** The next `count` calls are refused with `answer` and change nothing. */
  failNext(count: number, answer: FaultAnswer, hits: CallFilter = this.#usual): void {
    for (let i = 0; i < count; i += 1) this.#planned.push({ hits, answer });
  }

  /** The next `count` calls take effect, but the caller never gets an answer. */
  dropNext(count: number, hits: CallFilter = this.#usual): void {
    for (let i = 0; i < count; i += 1) this.#planned.push({ hits, answer: null });
  }

  /** Forgets what is planned, and is there again. */
  clear(): void {
    this.#planned = [];
    this.away = false;
    this.latencyMs = 0;
  }

  middleware(): MiddlewareHandler<Bindings> {
    return async (c, next) => {
      if (this.latencyMs > 0) await this.#clock.sleep(this.latencyMs, c.req.raw.signal);
      if (this.#away) return c.html("<html><body>503 Service Unavailable</body></html>", 503);
      const fault = this.#take(c.req.method, c.req.path);
      if (fault?.answer) return toResponse(fault.answer);
      await next();
      if (fault) {
        c.env.incoming.socket.destroy();
        c.res = RESPONSE_ALREADY_SENT;
      }
      return undefined;
    };
  }

  #take(method: string, path: string): Fault | undefined {
    const index = this.#planned.findIndex((fault) => fault.hits(method, path));
    return index < 0 ? undefined : this.#planned.splice(index, 1)[0];
  }
}

function toResponse({ status, body = null, headers = {} }: FaultAnswer): Response {
  if (typeof body === "string") return new Response(body, { status, headers });
  return new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}
