import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import type { TestContext } from "node:test";

import {
  createWorldConfig,
  startWorld,
  type World,
  type WorldOptions,
} from "../../src/simulator/world.ts";
import { assertNoLeaks } from "../fakes/leaks.ts";
import { until } from "../fakes/until.ts";

/** A way to run the program. */
export interface Program {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
}

const bin = (name: string): string => resolve("node_modules/.bin", name);

/** The three forms in which the program is given to people. */
export const programs: readonly Program[] = [
  { name: "binary", command: resolve("dist/whatsapp-bot"), args: [] },
  { name: "source on Node", command: bin("node"), args: [resolve("src/main.ts")] },
  {
    name: "source on Deno",
    command: bin("deno"),
    args: ["run", "-A", "--no-check", resolve("src/main.ts")],
  },
];

/** Where Deno keeps what it transpiled: a cache that all tests share. */
export const denoFolder = resolve("node_modules/.cache/deno");

/** The source under whatever runs the test: needs no build. */
export const source: Program = {
  name: "source",
  command: process.execPath,
  args: [...(process.versions["deno"] ? ["run", "-A", "--no-check"] : []), resolve("src/main.ts")],
};

/** How a command ended. */
export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A folder of its own with settings for both simulators: where commands run. */
export class Stage {
  readonly folder: string;
  readonly world: World;
  /** What is run; a test may change it between two runs. */
  program: Program;
  readonly #environment: Record<string, string>;
  #serve: ChildProcess | null = null;
  /** Everything that `serve` wrote, over all its starts. */
  log = "";

  constructor(world: World, program: Program, environment: Readonly<Record<string, string>>) {
    this.world = world;
    this.program = program;
    this.folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-e2e-"));
    writeFileSync(join(this.folder, "logo.png"), png600);
    writeFileSync(
      join(this.folder, "wa_config.json"),
      JSON.stringify(createWorldConfig("logo.png")),
    );
    this.#environment = {
      PATH: "",
      HOME: this.folder,
      DENO_DIR: denoFolder,
      ...world.environment,
      WA_NOTIFICATIONS_HOST: "127.0.0.1",
      WA_NOTIFICATIONS_PORT: "0",
      WA_OPS_PORT: "0",
      WA_TIMEZONE: "Europe/Berlin",
      WA_LOG_LEVEL: "debug",
      ...environment,
    };
  }

  /** Runs a command to its end, by SIGTERM if it has not come after a minute. */
  async run(...args: readonly string[]): Promise<Finished> {
    const child = this.#spawn(args);
    const limit = setTimeout(() => process.kill(child.pid ?? 0, "SIGTERM"), 60_000);
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk) => (stdout += String(chunk)));
    child.stderr?.on("data", (chunk) => (stderr += String(chunk)));
    const [code] = (await once(child, "close")) as [number | null];
    clearTimeout(limit);
    return { code, stdout, stderr };
  }

  /** Starts `serve` and registers its webhook at the simulator. @returns the address of the operators' listener */
  async serve(): Promise<{ readonly ops: string; readonly notifications: string }> {
    const child = this.#spawn(["serve"]);
    this.#serve = child;
    let own = "";
    child.stderr?.on("data", (chunk) => {
      own += String(chunk);
      this.log += String(chunk);
    });
    const started = await until("serve has started", () => {
      if (child.exitCode !== null) throw new Error(`serve ended: ${own}`);
      const line = own.split("\n").find((text) => text.includes('"message":"started"'));
      return line ? (JSON.parse(line) as { notifications: number; ops: number }) : null;
    });
    const notifications = `http://127.0.0.1:${started.notifications}/whatsapp/notification`;
    const authorization = this.world.dialog360.simulator.webhook.target?.headers ?? this.headers;
    this.world.dialog360.simulator.webhook.register({ url: notifications, headers: authorization });
    return { ops: `http://127.0.0.1:${started.ops}`, notifications };
  }

  /** What `webhook set` registers; a test sets it where it posts by itself. */
  headers: Readonly<Record<string, string>> = {};

  async end(signal: "SIGTERM" | "SIGINT" | "SIGKILL"): Promise<number | null> {
    const child = this.#serve;
    if (!child || child.exitCode !== null) return child?.exitCode ?? null;
    const exit = once(child, "exit");
    this.signal(signal);
    const [code] = (await exit) as [number | null];
    this.#serve = null;
    return code;
  }

  /** Sends a signal to `serve`, which need not end by it. */
  signal(signal: NodeJS.Signals): void {
    // Not child.kill: Deno would then tell of the signal instead of the exit code.
    process.kill(this.#serve?.pid ?? 0, signal);
  }

  async close(): Promise<void> {
    await this.end("SIGKILL");
    await this.world.close();
    assertNoLeaks(this.log, this.world, [this.headers["Authorization"] ?? ""]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  #spawn(args: readonly string[]): ChildProcess {
    const { command, args: first } = this.program;
    return spawn(command, [...first, ...args], {
      cwd: this.folder,
      env: this.#environment,
      stdio: ["ignore", "pipe", "pipe"],
    });
  }
}

/** Both simulators and a folder in which a program can be run against them. */
export async function createStage(
  t: TestContext,
  program: Program,
  options: {
    readonly world?: WorldOptions;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<Stage> {
  const stage = new Stage(await startWorld(options.world), program, options.environment ?? {});
  t.after(() => stage.close());
  return stage;
}

/** The head of a PNG of 600 x 600: all that is looked at. */
const png600 = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 2,
  0x58, 0, 0, 2, 0x58, 8, 2, 0, 0, 0,
]);
