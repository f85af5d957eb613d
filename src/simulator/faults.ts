import { finished } from "node:stream/promises";

import { RESPONSE_ALREADY_SENT } from "@hono/node-server/utils/response";
import type { Context, MiddlewareHandler } from "hono";

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

/** How a call ends without a whole answer: `unheard` changes nothing, the others have taken effect. */
export type Breakage =
  /** The connection ends before anything was done. */
  | "unheard"
  /** It ends before the answer. */
  | "unanswered"
  /** It ends in the middle of the answer. */
  | "cut off"
  /** It stays, but no answer comes. */
  | "silent";

interface Fault {
  readonly hits: CallFilter;
  readonly trouble: FaultAnswer | Breakage;
}

/** The trouble a simulator makes on demand. */
export class Faults {
  /** Every call takes so long. */
  latencyMs = 0;
  /** So long does every answer take after the call took effect. */
  answerDelayMs = 0;
  /** Asked for the trouble of every call that faults usually hit and for which none is planned; null for none. */
  storm: (() => FaultAnswer | Breakage | null) | null = null;
  readonly #clock: SimulatorClock;
  readonly #usual: CallFilter;
  readonly #whenAway: () => void;
  #planned: Fault[] = [];
  #away = false;
  #held = 0;

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

  /** How many calls are kept waiting for their answer now. */
  get held(): number {
    return this.#held;
  }

  /** The next `count` calls are refused with `answer` and change nothing. */
  failNext(count: number, answer: FaultAnswer, hits: CallFilter = this.#usual): void {
    this.#plan(count, { hits, trouble: answer });
  }

  /** The next `count` calls take effect, but the caller never gets an answer. */
  dropNext(count: number, hits: CallFilter = this.#usual): void {
    this.#plan(count, { hits, trouble: "unanswered" });
  }

  /** The next `count` calls end without a whole answer. */
  breakNext(count: number, trouble: Breakage, hits: CallFilter = this.#usual): void {
    this.#plan(count, { hits, trouble });
  }

  /** Forgets what is planned, and is there again. */
  clear(): void {
    this.#planned = [];
    this.storm = null;
    this.away = false;
    this.latencyMs = 0;
    this.answerDelayMs = 0;
  }

  middleware(): MiddlewareHandler<Bindings> {
    return async (c, next) => {
      await this.#delay(this.latencyMs, c);
      if (this.#away) return refuse(c, unavailable);
      const trouble = this.#take(c.req.method, c.req.path);
      if (typeof trouble === "object") return refuse(c, trouble);
      if (trouble === "unheard") return hangUp(c);
      await next();
      if (trouble === "unanswered") return hangUp(c);
      if (trouble === "cut off") return cutOff(c);
      if (trouble === "silent") return this.#hold(stayAway(c));
      await this.#delay(this.answerDelayMs, c);
      return undefined;
    };
  }

  async #delay(ms: number, c: Call): Promise<void> {
    if (ms > 0) await this.#hold(this.#clock.sleep(ms, c.req.raw.signal));
  }

  async #hold(wait: Promise<void>): Promise<void> {
    this.#held += 1;
    await wait;
    this.#held -= 1;
  }

  #plan(count: number, fault: Fault): void {
    for (let i = 0; i < count; i += 1) this.#planned.push(fault);
  }

  #take(method: string, path: string): FaultAnswer | Breakage | undefined {
    const index = this.#planned.findIndex((fault) => fault.hits(method, path));
    if (index >= 0) return this.#planned.splice(index, 1)[0]?.trouble;
    return (this.#usual(method, path) && this.storm?.()) || undefined;
  }
}

type Call = Context<Bindings>;

const unavailable: FaultAnswer = {
  status: 503,
  body: "<html><body>503 Service Unavailable</body></html>",
  headers: { "Content-Type": "text/html; charset=UTF-8" },
};

function hangUp(c: Call): void {
  c.env.incoming.socket.destroy();
  // Else Hono would make the two responses one, which is sent.
  c.res = undefined;
  c.res = RESPONSE_ALREADY_SENT;
}

async function cutOff(c: Call): Promise<void> {
  const { res, env } = c;
  const body = Buffer.from(await res.arrayBuffer());
  const headers = { ...Object.fromEntries(res.headers), "Content-Length": body.length };
  env.outgoing.writeHead(res.status, headers);
  const half = body.subarray(0, Math.ceil(body.length / 2));
  await new Promise<void>((resolve) => env.outgoing.write(half, () => resolve()));
  hangUp(c);
}

async function stayAway(c: Call): Promise<void> {
  const { signal } = c.req.raw;
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  }
  hangUp(c);
}

/** Takes in the whole call first: where its connection is closed before, the caller may never see the answer. */
async function refuse(
  { env }: Call,
  { status, body = null, headers = {} }: FaultAnswer,
): Promise<Response> {
  await finished(env.incoming.resume()).catch(() => {});
  if (typeof body === "string") return new Response(body, { status, headers });
  return new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
}
