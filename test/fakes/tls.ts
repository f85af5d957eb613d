import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:tls";

import type { Ending } from "./bot.ts";

/** A root certificate that nobody trusts by itself, and what a server with these names needs. */
export interface Certificates {
  readonly caFile: string;
  readonly key: string;
  readonly cert: string;
}

/** Makes them with openssl. */
export function makeCertificates(t: Ending, names: readonly string[]): Certificates {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-tls-"));
  t.after(async () => rmSync(folder, { recursive: true, force: true }));
  const openssl = (...args: string[]): Buffer =>
    execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
  const newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  openssl("req", "-x509", ...newKey, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Our CA");
  openssl("req", ...newKey, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=server");
  writeFileSync(join(folder, "names"), `subjectAltName=${names.join(",")}\n`);
  const signed = ["-in", "request.pem", "-out", "cert.pem", "-extfile", "names"];
  openssl("x509", "-req", ...signed, "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial");
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  return { caFile: join(folder, "ca.pem"), key: read("key.pem"), cert: read("cert.pem") };
}

/** Takes TLS on a port of this machine and hands what is in it to a plain server. @returns the port */
export async function startTls(
  t: Ending,
  { key, cert }: Certificates,
  toPort: () => Promise<number>,
): Promise<number> {
  async function handOver(socket: Socket): Promise<void> {
    const inner = connect(await toPort(), "127.0.0.1");
    inner.on("error", () => socket.destroy());
    socket.on("close", () => inner.destroy());
    inner.on("close", () => socket.destroy());
    socket.pipe(inner).pipe(socket);
  }
  const server = createServer({ key, cert }, (socket) => {
    socket.on("error", () => {});
    void handOver(socket);
  });
  server.on("tlsClientError", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => void server.close());
  return (server.address() as AddressInfo).port;
}
