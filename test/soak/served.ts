import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";

import { createWorldConfig, type World } from "../../src/simulator/world.ts";
import type { Program } from "../e2e/program.ts";
import type { Part } from "./part.ts";
import { createRandom, pickWhole, type Random } from "./random.ts";

/** How an attempt to start went. */
export type Start =
  | { readonly kind: "started"; readonly ms: number }
  | { readonly kind: "ended"; readonly code: number | null; readonly said: string };

const secret = "soak-secret-soak-secret";

/** The built program between the simulators, always on the same store and ports, to be killed and started again. */
export class Served {
  readonly headers = { Authorization: `Bearer ${secret}` };
  readonly notificationsUrl: string;
  readonly opsUrl: string;
  /** Lines of the log at level error. */
  errors = 0;
  /** Lines of the log with a text, a number or a secret. */
  leaks = 0;
  slowestStartMs = 0;
  readonly #folder: string;
  readonly #program: Program;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #last: string[] = [];
  #child: ChildProcess | null = null;

  private constructor(
    folder: string,
    options: {
      program: Program;
      world: World;
      store: string;
      ports: readonly [number, number];
    },
  ) {
    const { program, world, store } = options;
    const [notifications, ops] = options.ports;
    this.#folder = folder;
    this.#program = program;
    this.notificationsUrl = `http://127.0.0.1:${notifications}/whatsapp/notification`;
    this.opsUrl = `http://127.0.0.1:${ops}`;
    this.#environment = {
      PATH: "",
      HOME: folder,
      // What Deno transpiled is kept for the next run.
      DENO_DIR: resolve("node_modules/.cache/deno"),
      ...world.environment,
      WA_DB_FILE: store,
      WA_WEBHOOK_SECRET: secret,
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: String(notifications),
      WA_OPS_PORT: String(ops),
      WA_SEND_RATE: "1000",
      WA_PAIR_INTERVAL: "0",
      WA_TIMEZONE: "Europe/Berlin",
    };
  }

  /** @param store the store's file if it is not to be in the program's own folder */
  static async create(
    part: Part,
    { world, store }: { world: World; store?: string },
  ): Promise<Served> {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-soak-"));
    part.after(() => rmSync(folder, { recursive: true, force: true }));
    writeFileSync(join(folder, "wa_config.json"), JSON.stringify(createWorldConfig()));
    // Not of the part's seed: parts that run beside each other would find the same.
    const random = createRandom(process.pid);
    const ports = [await findPort(random), await findPort(random)] as const;
    const { program } = part;
    store ??= join(folder, "store.db");
    const served = new Served(folder, { program, world, store, ports });
    part.after(() => served.kill());
    // The last resort, should the ends not be reached: nothing that was started may stay.
    process.on("exit", () => served.#child?.kill("SIGKILL"));
    const { webhook } = world.dialog360.simulator;
    webhook.register({ url: served.notificationsUrl, headers: served.headers });
    served.#onStarted = () => webhook.retryNow();
    return served;
  }

  #onStarted = (): void => {};

  /** Resolves once it takes notifications, or has ended before. */
  start(): Promise<Start> {
    const begun = performance.now();
    const child = this.#spawn("serve");
    this.#child = child;
    this.#last.length = 0;
    return new Promise((settle) => {
      if (child.stderr) {
        createInterface({ input: child.stderr }).on("line", (line) => {
          if (this.#watch(line) !== "started") return;
          const ms = performance.now() - begun;
          this.slowestStartMs = Math.max(this.slowestStartMs, ms);
          this.#onStarted();
          settle({ kind: "started", ms });
        });
      }
      child.once("close", (code) => {
        if (this.#child === child) this.#child = null;
        settle({ kind: "ended", code, said: this.#last.join("\n") });
      });
    });
  }

  /** @throws where it ends instead */
  async startSurely(): Promise<void> {
    const start = await this.start();
    if (start.kind === "started") return;
    throw new Error(`serve does not start but ends with ${start.code}:\n${start.said}`);
  }

  /** `kill -9`. @returns when; null if it does not run */
  async kill(): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    const closed = once(child, "close");
    const at = Date.now();
    child.kill("SIGKILL");
    await closed;
    return at;
  }

  /** SIGTERM. @returns the exit code */
  async end(): Promise<number | null> {
    const child = this.#child;
    if (!child) return null;
    const closed = once(child, "close");
    child.kill("SIGTERM");
    const [code] = (await closed) as [number | null];
    return code;
  }

  /** What the process holds, by the system's count; 0 where it does not run. */
  readResidentMb(): number {
    if (!this.#child?.pid) return 0;
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Math.round(Number(/VmRSS:\s*(\d+)/.exec(status)?.[1] ?? 0) / 1024);
  }

  /** How many rows a list of the command line has. @param args such as `deliveries list --state failed` */
  async count(...args: readonly string[]): Promise<number> {
    const child = this.#spawn(...args, "--json", "--limit", "1");
    let stdout = "";
    child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
    const [code] = (await once(child, "close")) as [number | null];
    if (code !== 0) throw new Error(`${args.join(" ")} ended with ${code}`);
    return (JSON.parse(stdout) as { total: number }).total;
  }

  /** The answer of `/readyz`. */
  async readiness(): Promise<{ readonly status: number; readonly reasons: readonly string[] }> {
    const answer = await fetch(`${this.opsUrl}/readyz`, { signal: AbortSignal.timeout(5000) });
    const { reasons = [] } = (await answer.json()) as { reasons?: string[] };
    return { status: answer.status, reasons };
  }

  #spawn(...args: readonly string[]): ChildProcess {
    const { command, args: before } = this.#program;
    return spawn(command, [...before, ...args], {
      cwd: this.#folder,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }

  /** @returns the line's message */
  #watch(line: string): string | null {
    this.#last.push(line);
    if (this.#last.length > 20) this.#last.shift();
    if (/ writes \d|49157\d{6}|soak-secret|simulated-(secret|360dialog-key)/.test(line))
      this.leaks += 1;
    try {
      const { level, message } = JSON.parse(line) as { level: string; message: string };
      if (level === "error") this.errors += 1;
      return message;
    } catch {
      return null;
    }
  }
}

/** A free port below those that the system gives to connections: between two starts nobody may get it. */
async function findPort(random: Random): Promise<number> {
  for (;;) {
    const port = pickWhole(random, 20_000, 30_000);
    const server = createServer();
    const isFree = await new Promise<boolean>((settle) => {
      server.once("error", () => settle(false));
      server.listen(port, "127.0.0.1", () => settle(true));
    });
    await new Promise((closed) => server.close(closed));
    if (isFree) return port;
  }
}
