import { createAdaptorServer, type HttpBindings } from "@hono/node-server";
import type { Hono, MiddlewareHandler } from "hono";

import type { SimulatorClock } from "./clock.ts";

/** What every Hono app here gets from the server beneath it. */
export type Bindings = { Bindings: HttpBindings };

/** An app that listens on 127.0.0.1. */
export interface Listening {
  /** Scheme, host and port, without a slash at the end. */
  readonly url: string;
  /** Ends at once, open connections included. */
  readonly close: () => Promise<void>;
}

/** @param port 0 takes a free one; a port that is taken rejects */
export function listen(app: Hono<Bindings>, port = 0): Promise<Listening> {
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      const taken = typeof address === "object" && address ? address.port : port;
      resolve({ url: `http://127.0.0.1:${taken}`, close: () => closeServer(server) });
    });
  });
}

/** Every answer has the simulated time: whoever shifts the clock shifts it for both ends. */
export function tellTime(clock: SimulatorClock): MiddlewareHandler<Bindings> {
  return (c, next) => {
    c.env.outgoing.setHeader("Date", new Date(clock.now()).toUTCString());
    return next();
  };
}

function closeServer(server: ReturnType<typeof createAdaptorServer>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
