import process from "node:process";

import { tellUncaught } from "./cli/failure.ts";
import type { Io, Output } from "./cli/io.ts";
import { run } from "./cli/run.ts";

/** A handle that was left open must not keep a finished command alive for longer. */
const exitGraceMs = 2_000;

// A reader that went away (`| head`) is no failure; a disk that is full (`> file`) is one, but no bug.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  process.stderr.write(`error: Write the output: ${error.code ?? error.message}\n`);
  process.exit(1);
});
// Whoever reads the log may go away or have a full disk; messages are relayed all the same.
process.stderr.on("error", () => {});
catchFailures(process.stdout);
catchFailures(process.stderr);

/** Deno throws where a file cannot be written, and its stream would then keep all that comes for good. */
function catchFailures(stream: NodeJS.WriteStream): void {
  // The method of a stream that does its work: https://nodejs.org/api/stream.html#writable_writechunk-encoding-callback
  const method = "_write";
  const write = stream[method].bind(stream);
  stream[method] = (chunk, encoding, callback) => {
    try {
      write(chunk, encoding, callback);
    } catch (error) {
      stream.emit("error", error);
      callback();
    }
  };
}

function toOutput(stream: NodeJS.WriteStream): Output {
  return {
    isTerminal: stream.isTTY,
    // A terminal that was never told its size, such as one of `docker exec -t` in a script, says 0.
    get columns() {
      return (stream.isTTY && stream.columns) || 80;
    },
    get rows() {
      return (stream.isTTY && stream.rows) || 24;
    },
    write: (text) => void stream.write(text),
  };
}

/** What each signal asks for. Windows has others: Ctrl+Break, and SIGHUP for a console window that closes. */
const signals =
  process.platform === "win32"
    ? ([
        ["SIGINT", "SIGINT"],
        ["SIGBREAK", "SIGTERM"],
        ["SIGHUP", "SIGTERM"],
      ] as const)
    : ([
        ["SIGINT", "SIGINT"],
        ["SIGTERM", "SIGTERM"],
        ["SIGHUP", "SIGHUP"],
      ] as const);

const io: Io = {
  args: process.argv.slice(2),
  env: process.env,
  cwd: process.cwd(),
  pid: process.pid,
  stdout: toOutput(process.stdout),
  stderr: toOutput(process.stderr),
  runtime: process.versions["deno"]
    ? `deno ${process.versions["deno"]}`
    : `node ${process.versions.node}`,
  usage() {
    const { rss, heapUsed } = process.memoryUsage();
    const { user, system } = process.cpuUsage();
    return { residentBytes: rss, heapBytes: heapUsed, processorSeconds: (user + system) / 1e6 };
  },
  async ask(question) {
    if (!process.stdin.isTTY) return null;
    const { createInterface } = await import("node:readline/promises");
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    try {
      return await terminal.question(question);
    } catch {
      // Ctrl+C or Ctrl+D, which leave the cursor behind the question: no answer.
      process.stderr.write("\n");
      return "";
    } finally {
      terminal.close();
    }
  },
  onSignal(handler) {
    const listeners = signals.map(([name, meaning]) => [name, () => handler(meaning)] as const);
    for (const [name, listener] of listeners) process.on(name, listener);
    return {
      off() {
        for (const [name, listener] of listeners) process.off(name, listener);
      },
    };
  },
  exit: (code) => process.exit(code),
};

process.on("uncaughtException", (error) => process.exit(tellUncaught(error, io)));

async function main(): Promise<void> {
  const code = await run(io);
  process.exitCode = code;
  await Promise.all([flush(process.stdout), flush(process.stderr)]);
  setTimeout(() => process.exit(code), exitGraceMs).unref();
}

/** Resolves once everything is with the reader, who may be slow. */
function flush(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => stream.write("", () => resolve()));
}

void main();
