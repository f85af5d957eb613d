import { createServer } from "node:http";
import { connect, type AddressInfo } from "node:net";

import type { Ending } from "./bot.ts";

/** A proxy of a company: names lead to ports of this machine, and only those who may pass do. */
export interface Proxy {
  readonly port: number;
  /** What was asked for, as `host:port`. */
  readonly asked: string[];
}

export async function startProxy(
  t: Ending,
  options: {
    /** By `host:port`; what is not among them is answered 502. */
    readonly ports: Readonly<Record<string, number>>;
    /** `user:password`; what comes without them is answered 407. */
    readonly credentials?: string;
  },
): Promise<Proxy> {
  const { credentials, ports } = options;
  const wanted = credentials && `Basic ${Buffer.from(credentials).toString("base64")}`;
  const asked: string[] = [];
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on("connect", ({ url = "", headers }, socket) => {
    socket.on("error", () => {});
    if (wanted && headers["proxy-authorization"] !== wanted) {
      socket.end("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    asked.push(url);
    const port = ports[url];
    if (port === undefined) {
      socket.end("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    const inner = connect(port, "127.0.0.1", () => {
      socket.write("HTTP/1.1 200 Connection established\r\n\r\n");
      inner.pipe(socket).pipe(inner);
    });
    inner.on("error", () => socket.destroy());
    inner.on("close", () => socket.destroy());
    socket.on("close", () => inner.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => void server.close());
  return { port: (server.address() as AddressInfo).port, asked };
}
