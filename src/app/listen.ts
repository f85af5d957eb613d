import { createAdaptorServer } from "@hono/node-server";

import { OperatorError } from "../bridge/errors.ts";

/** An HTTP server that takes requests. */
export interface Listener {
  readonly port: number;
  /** Takes no new connections and closes idle ones; requests under way have 2 s to end, then they are cut off. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  readonly host: string;
  readonly port: number;
  /** The setting that names the port, for the operator's hint. */
  readonly setting: string;
}

const sweepMs = 20;
/** A connection that never says a whole request would hold the end up for a minute or more. */
const graceMs = 2_000;

/** @throws OperatorError 73 where the port is taken or may not be used */
export function listen({ fetch, host, port, setting }: ListenOptions): Promise<Listener> {
  const server = createAdaptorServer({ fetch });
  return new Promise((resolve, reject) => {
    // Stays: a connection that cannot be accepted later on (too many files) is no reason to end.
    server.on("error", (error: NodeJS.ErrnoException) => {
      reject(
        new OperatorError(`cannot listen on ${host}:${port}: ${error.code ?? error.message}`, {
          code: "port_in_use",
          exitCode: 73,
          hint: `set ${setting} to a free port, or end the program that has it`,
          cause: error,
        }),
      );
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve({
        port: typeof address === "object" && address ? address.port : port,
        close: () =>
          new Promise((closed) => {
            // A connection that is kept alive would hold the end up for seconds after its last request.
            const sweep = setInterval(() => {
              if ("closeIdleConnections" in server) server.closeIdleConnections();
            }, sweepMs);
            const cut = setTimeout(() => {
              if ("closeAllConnections" in server) server.closeAllConnections();
            }, graceMs);
            server.close(() => {
              clearInterval(sweep);
              clearTimeout(cut);
              closed();
            });
          }),
      });
    });
  });
}
