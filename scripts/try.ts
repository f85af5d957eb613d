// Runs an executable on a system of its kind, wherever that is: some commands, and a conversation in its demo.
// Usage: node scripts/try.ts <executable>
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import type { Readable } from "node:stream";

import manifest from "../package.json" with { type: "json" };
import type { StageState } from "../src/simulator/stage-state.ts";
import { Checks } from "./smoke/checks.ts";

const limitMs = 60_000;
const [given] = process.argv.slice(2);
if (!given) throw new Error("Usage: node scripts/try.ts <executable>");
const executable = resolve(given);
const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-try-"));
const checks = new Checks();
checks.begin(given);
try {
  tryCommands();
  await tryDemo();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = checks.hasFailed ? 1 : 0;

function tryCommands(): void {
  checks.check("--version", run("--version").stdout === `${manifest.version}\n`);
  const invalid = run("config", "validate");
  checks.check("config validate ends with 78", invalid.status === 78);
  checks.check("sessions list ends with 0", run("sessions", "list").status === 0);
}

function run(...args: readonly string[]): {
  readonly status: number | null;
  readonly stdout: string;
} {
  return spawnSync(executable, args, { cwd: folder, encoding: "utf8", timeout: limitMs });
}

/** A customer writes, a colleague answers: as by hand on the demo's page. */
async function tryDemo(): Promise<void> {
  const demo = spawn(executable, ["demo", "--port", "0"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "ignore"],
    timeout: 4 * limitMs,
  });
  const ended = once(demo, "exit");
  try {
    const page = await readAddress(demo.stdout);
    const { customer, colleague } = await waitFor(page, ({ customers, colleagues }) => {
      const [first, somebody] = [customers[0], colleagues[0]];
      return first && somebody && { customer: first.id, colleague: somebody.uid };
    });
    await post(`${page}api/customers/${customer}/messages`, { text: "Is anybody there?" });
    const tid = await waitFor(page, ({ chats }) => {
      const chat = chats.find(({ messages }) => holds(messages, "Is anybody there?"));
      return chat?.tid;
    });
    checks.check("a customer's message reaches the chat", true);
    await post(`${page}api/chats/${tid}/messages`, { uid: colleague, text: "Yes, we are." });
    await waitFor(page, ({ customers }) =>
      customers.find(({ id, messages }) => id === customer && holds(messages, "Yes, we are.")),
    );
    checks.check("the team's answer reaches the customer", true);
  } finally {
    demo.kill();
    await ended;
  }
}

function holds(messages: readonly unknown[], text: string): boolean {
  return JSON.stringify(messages).includes(text);
}

async function readAddress(stdout: Readable): Promise<string> {
  let text = "";
  for await (const chunk of stdout.setEncoding("utf8").iterator({ destroyOnReturn: false })) {
    text += String(chunk);
    const [, address] = /The demo is at (\S+)\n/.exec(text) ?? [];
    if (address) return address.endsWith("/") ? address : `${address}/`;
  }
  throw new Error(`the demo did not start: ${text}`);
}

/** Reads the page's events until one tells what is looked for. */
async function waitFor<T>(page: string, find: (state: StageState) => T | undefined): Promise<T> {
  const { body } = await fetch(`${page}api/live`, { signal: AbortSignal.timeout(limitMs) });
  let text = "";
  for await (const chunk of body?.pipeThrough(new TextDecoderStream()) ?? []) {
    const events = `${text}${chunk}`.split("\n\n");
    text = events.pop() ?? "";
    for (const event of events) {
      const [, data] = /^data: (.*)$/m.exec(event) ?? [];
      const found = data && find(JSON.parse(data) as StageState);
      if (found) return found;
    }
  }
  throw new Error("the demo's page tells nothing more");
}

async function post(url: string, body: object): Promise<void> {
  const headers = { "content-type": "application/json" };
  const signal = AbortSignal.timeout(limitMs);
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body), signal });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${await answer.text()}`);
}
