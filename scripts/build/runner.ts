import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";

import { config, type Target, type TargetName } from "../../build.config.ts";
import { hostTarget } from "./host.ts";

/** How an executable of a target is started on this machine. */
export interface Runner {
  /** What stands before the executable. */
  readonly before: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Runs a target's Node. @returns what it printed */
export function runByNode(
  { before, environment }: Runner,
  node: string,
  args: readonly string[],
): string {
  const [command = node, ...rest] = [...before, node, ...args];
  const env = { ...process.env, ...environment };
  return execFileSync(command, rest, { encoding: "utf8", env });
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
