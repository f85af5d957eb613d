// Runs the executable where nothing else is: an empty folder, an empty PATH, no locale. Usage: node scripts/smoke.ts
import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";
import type { StageState } from "../src/simulator/stage-state.ts";

const timeoutMs = 30_000;

const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-smoke-"));
const program = join(folder, "whatsapp-bot");
const surroundings = { cwd: folder, env: { PATH: "" } };
const failures: string[] = [];

function check(name: string, isRight: boolean): void {
  process.stdout.write(`${isRight ? "ok    " : "FAILED"} ${name}\n`);
  if (!isRight) failures.push(name);
}

function run(...args: readonly string[]): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(program, args, {
    ...surroundings,
    encoding: "utf8",
  });
  return { code: status, text: stdout + stderr };
}

/** The demo is a whole `serve` between two simulators: one message has to reach the chat, one answer the phone. */
async function relayOnce(): Promise<boolean> {
  const demo = spawn(program, ["demo", "--port", "0"], {
    ...surroundings,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exit = once(demo, "exit");
  try {
    const page = await readAddress(demo.stdout);
    const post = (path: string, body: object): Promise<Response> =>
      fetch(`${page}${path}`, {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify(body),
      });
    for await (const { customers, chats } of readStates(page)) {
      const [customer] = customers;
      const [chat] = chats;
      if (customer?.messages.length === 0) {
        await post(`/api/customers/${customer.id}/messages`, { text: "smoke in" });
      } else if (chat?.messages.length === 1) {
        await post(`/api/chats/${chat.tid}/messages`, { uid: "user-anna", text: "smoke out" });
      }
      if (customer?.messages.some(({ text }) => text === "smoke out")) return true;
    }
    return false;
  } finally {
    demo.kill("SIGTERM");
    const [code] = (await exit) as [number | null];
    check("demo ends with 0 after SIGTERM", code === 0);
  }
}

/** The states of the demo's page as they come: server-sent events, each with one line of JSON. */
async function* readStates(page: string): AsyncGenerator<StageState> {
  const live = await fetch(`${page}/api/live`, { signal: AbortSignal.timeout(timeoutMs) });
  let rest = "";
  for await (const text of live.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      if (line.startsWith("data: ")) yield JSON.parse(line.slice(6)) as StageState;
    }
  }
}

async function readAddress(output: AsyncIterable<unknown>): Promise<string> {
  let text = "";
  for await (const chunk of output) {
    text += String(chunk);
    const address = /http:\/\/127\.0\.0\.1:\d+/.exec(text)?.[0];
    if (address) return address;
  }
  throw new Error(`the demo ended too early: ${text}`);
}

copyFileSync(resolve(config.executable), program);
try {
  const { version } = JSON.parse(
    execFileSync(program, ["--version", "--json"], { encoding: "utf8" }),
  ) as {
    version: string;
  };
  check(`--version says ${version}`, run("--version").text === `${version}\n`);
  check("--help ends with 0", run("--help").code === 0);
  check("without a command it ends with 2", run().code === 2);
  const invalid = run("config", "validate");
  check(
    "config validate names what is missing and ends with 78",
    invalid.code === 78 && /WA_API_KEY/.test(invalid.text),
  );
  const missing = run("config", "validate", "--env-file", "missing.env");
  check(
    "a missing --env-file is told by us, not by Node, and ends with 78",
    missing.code === 78 && missing.text.includes('"missing.env"'),
  );
  check("sessions list on no store ends with 0", run("sessions", "list").code === 0);
  check("a message and its answer are relayed", await relayOnce());
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures.length > 0 ? 1 : 0;
