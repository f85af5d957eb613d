import { renameSync, rmSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";

import type { Trouble } from "../envelope.ts";
import { onLine } from "./lines.ts";
import { parseTrouble, toTrouble } from "./trouble.ts";

/** What the owner of a store does when it is asked through its control socket, by name. Arguments and results are JSON. */
export type ControlRequests = Readonly<Record<string, (given: unknown) => unknown>>;

/** What came of asking the owner of a store. */
export type ControlAnswer =
  | { readonly kind: "answered"; readonly pid: number | null; readonly result: unknown }
  /** The owner cannot or does not want to. */
  | { readonly kind: "declined"; readonly pid: number | null; readonly trouble: Trouble }
  /** Somebody holds the socket but says nothing. */
  | { readonly kind: "silent" }
  /** The socket is there, but nobody behind it. */
  | { readonly kind: "stale" }
  | { readonly kind: "absent" };

/** One question in a line of JSON, one answer in another. */
export interface ControlQuestion {
  readonly name: string;
  readonly given?: unknown;
  readonly timeoutMs: number;
}

/** What a line may hold: a question, the greeting or an answer. */
interface Line {
  readonly name?: unknown;
  readonly given?: unknown;
  readonly pid?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}

/** Answers at a socket; every connection is greeted with our pid. */
export class ControlServer {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #path: string;

  private constructor(server: Server, path: string) {
    this.#server = server;
    this.#path = path;
  }

  static async listen(
    path: string,
    { requests, pid }: { requests: ControlRequests; pid: number },
  ): Promise<ControlServer> {
    const server = createServer();
    const control = new ControlServer(server, path);
    server.on("connection", (socket) => control.#serve(socket, { requests, pid }));
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    // Once it listens, this ignores a connection that could not be taken (too many open files): who asks will ask again.
    server.on("error", reject);
    server.listen(path, resolve);
    await promise;
    return control;
  }

  /** Where it is found now. */
  get path(): string {
    return this.#path;
  }

  /** Is found at another path of the same folder from now on, in place of what was there. */
  move(path: string): void {
    renameSync(this.#path, path);
    this.#path = path;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    // Gone before the server closes: afterwards the name may be a successor's.
    rmSync(this.#path, { force: true });
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#server.close(() => resolve());
    await promise;
  }

  #serve(socket: Socket, { requests, pid }: { requests: ControlRequests; pid: number }): void {
    this.#sockets.add(socket);
    socket.on("close", () => this.#sockets.delete(socket));
    // Who asks may leave at any time; that is no trouble of ours.
    socket.on("error", () => socket.destroy());
    write(socket, { pid });
    onLine(socket, (line) => {
      void reply(line, requests).then((answer) => socket.write(answer));
    });
  }
}

/** Asks whoever listens at a socket. Rejects only where Deno does not allow it. */
export async function askControl(path: string, question: ControlQuestion): Promise<ControlAnswer> {
  const { promise, resolve } = Promise.withResolvers<ControlAnswer>();
  const socket = createConnection(path);
  const timer = setTimeout(() => resolve({ kind: "silent" }), question.timeoutMs);
  let pid: number | null = null;
  socket.on("error", (error) => resolve({ kind: toAbsence(error) }));
  socket.on("close", () => resolve({ kind: "silent" }));
  socket.on("connect", () => {
    const { name, given } = question;
    write(socket, { name, given });
    onLine(socket, (line) => {
      const message = parse(line);
      if (typeof message?.pid === "number") pid = message.pid;
      else if (message?.error !== undefined)
        resolve({ kind: "declined", pid, trouble: parseTrouble(message.error) });
      else if (message?.result !== undefined)
        resolve({ kind: "answered", pid, result: message.result });
    });
  });
  try {
    return await promise;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

/** The line that answers a line. Never rejects. */
async function reply(line: string, requests: ControlRequests): Promise<string> {
  try {
    const question = parse(line);
    const name = typeof question?.name === "string" ? question.name : "";
    const request = Object.hasOwn(requests, name) ? requests[name] : undefined;
    if (!request) return toText({ error: unknownRequest });
    return toText({ result: (await request(question?.given)) ?? null });
  } catch (error) {
    return toText({ error: toTrouble(error) });
  }
}

const unknownRequest: Trouble = {
  message: "the running whatsapp-bot does not know this request",
  code: "request_unknown",
  exitCode: 1,
  hint: "it may be of another version: restart it",
};

function write(socket: Socket, line: Line): void {
  socket.write(toText(line));
}

function toText(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}

function parse(text: string): Line | null {
  try {
    const line: Line | null = JSON.parse(text);
    return line;
  } catch {
    return null;
  }
}

function toAbsence(error: Error): "absent" | "stale" | "silent" {
  const code = "code" in error ? error.code : null;
  if (code === "ENOENT") return "absent";
  return code === "ECONNREFUSED" ? "stale" : "silent";
}
