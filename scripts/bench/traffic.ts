import { connect, type Socket } from "node:net";

import { demand } from "./figures.ts";

/** A request that was answered. Times are milliseconds since 1970. */
export interface Acknowledgement {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly status: string;
}

/** Sends at a steady pace, whether answers come or not. */
export class Traffic {
  readonly acknowledgements: Acknowledgement[] = [];
  /** How long the sender itself stood still at most: as much may be in what it saw. */
  stallMs: number = 0;
  readonly #port: number;
  readonly #toRequest: (number: number) => Buffer;
  readonly #free: Socket[] = [];
  readonly #sockets: Socket[] = [];
  readonly #faults: string[] = [];
  readonly #timer: NodeJS.Timeout;
  #sent = 0;

  constructor(
    port: number,
    { perSecond, toRequest }: { perSecond: number; toRequest: (number: number) => Buffer },
  ) {
    this.#port = port;
    this.#toRequest = toRequest;
    const begin = performance.now();
    let last = begin;
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.stallMs = Math.max(this.stallMs, now - last);
      last = now;
      const due = ((now - begin) / 1000) * perSecond;
      while (this.#sent < due) this.#send();
    }, 1);
  }

  /** How many were sent. */
  get sent(): number {
    return this.#sent;
  }

  /** Sends no more and waits for what is under way. @throws if an answer does not come */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    const end = performance.now() + 5000;
    while (this.acknowledgements.length < this.#sent) {
      const missing = this.#sent - this.acknowledgements.length;
      demand(
        performance.now() < end,
        `${missing} answers are missing (${this.#faults.join(", ")})`,
      );
      await new Promise((wait) => setTimeout(wait, 5));
    }
    for (const socket of this.#sockets) socket.destroy();
  }

  #send(): void {
    // The one that has waited longest: one that is idle for seconds is closed by the server.
    const socket = this.#free.shift() ?? this.#connect();
    const number = (this.#sent += 1);
    const sentAt = toTime(performance.now());
    // The answers here are short: one chunk holds a whole one.
    socket.once("data", (chunk) => {
      const answeredAt = toTime(performance.now());
      const status = chunk.toString("latin1", 9, 12);
      this.acknowledgements.push({ sentAt, answeredAt, status });
      this.#free.push(socket);
    });
    socket.write(this.#toRequest(number));
  }

  #connect(): Socket {
    const socket = connect(this.#port, "127.0.0.1");
    socket.setNoDelay(true);
    socket.on("error", (error) => this.#faults.push(error.message));
    this.#sockets.push(socket);
    return socket;
  }
}

function toTime(monotonic: number): number {
  return performance.timeOrigin + monotonic;
}
