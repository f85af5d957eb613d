import { spawn, spawnSync, type ChildProcess } from "node:child_process";
import { chmodSync, chownSync, copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";

import type { Runner } from "../build/node/runner.ts";

/** An executable and how it is run here. */
export interface Subject {
  readonly file: string;
  readonly runner: Runner;
}

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly text: string;
}

/** Somebody who is not root, for whom a folder that may not be written to is one. */
const nobody = 65_534;

/** A place where nothing but the executable is: an empty folder, no PATH, a home that nobody may write to, no locale. */
export class Place {
  readonly folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-smoke-"));
  readonly #start: readonly string[];
  readonly #environment: Readonly<Record<string, string>>;

  constructor({ file, runner }: Subject) {
    const program = join(this.folder, "whatsapp-bot");
    const home = join(this.folder, "home");
    copyFileSync(file, program);
    chmodSync(program, 0o755);
    mkdirSync(home);
    mkdirSync(this.work);
    if (isRoot) chownSync(this.work, nobody, nobody);
    chmodSync(home, 0o555);
    chmodSync(this.folder, 0o755);
    this.#start = [...runner.before, program];
    this.#environment = { PATH: "", HOME: home, ...runner.environment };
  }

  /** The only folder in which something may be written. */
  get work(): string {
    return join(this.folder, "work");
  }

  run(...args: readonly string[]): Ended {
    const [command = "", ...first] = this.#start;
    const options = { ...this.#options({}), encoding: "utf8", timeout: 120_000 } as const;
    const { status, stdout, stderr } = spawnSync(command, [...first, ...args], options);
    return { code: status, text: stdout + stderr };
  }

  start(args: readonly string[], environment: Readonly<Record<string, string>>): ChildProcess {
    const [command = "", ...first] = this.#start;
    return spawn(command, [...first, ...args], this.#options(environment));
  }

  clear(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #options(environment: Readonly<Record<string, string>>): {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly uid?: number;
    readonly gid?: number;
  } {
    const options = { cwd: this.work, env: { ...this.#environment, ...environment } };
    return isRoot ? { ...options, uid: nobody, gid: nobody } : options;
  }
}

const isRoot = process.getuid?.() === 0;
