import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { config, type Target, type TargetName } from "../../../build.config.ts";
import { hostTarget } from "./host.ts";

/** How an executable of a target is started on this machine. */
export interface Runner {
  /** What stands before the executable. */
  readonly before: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** What a target's Node is to do. */
export interface Work {
  readonly node: string;
  readonly args: readonly string[];
  readonly place: string;
  /** All of it: nothing of this machine's. */
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a target's Node. @returns what it printed */
export function runByNode(
  { before, environment: own }: Runner,
  { node, args, place, environment }: Work,
): string {
  const [command = node, ...rest] = [...before, node, ...args];
  const env = { ...environment, ...own };
  const stdio = ["ignore", "pipe", "ignore"] as const;
  return execFileSync(command, rest, { encoding: "utf8", cwd: place, env, stdio: [...stdio] });
}

/**
 * @returns null where nothing can run it: Windows and macOS from elsewhere
 * @throws {Error} where something can, and is not installed
 */
export function findRunner(name: TargetName): Runner | null {
  if (name === hostTarget()) return { before: [], environment: {} };
  const { emulator, arch }: Target = config.targets[name];
  if (!emulator) return null;
  const { command, libraries } = emulator;
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const path = folders.map((folder) => join(folder, command)).find((file) => existsSync(file));
  if (path && existsSync(libraries)) {
    return { before: [path], environment: { QEMU_LD_PREFIX: libraries } };
  }
  const missing = path ? libraries : command;
  throw new Error(
    `${name}: "${missing}" is missing, by which its Node runs here and makes its code cache ` +
      `(Debian: apt install qemu-user-static libstdc++6-${arch === "x64" ? "amd64" : arch}-cross)`,
  );
}
