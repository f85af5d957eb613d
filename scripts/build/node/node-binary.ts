import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";

import { config, type TargetName } from "../../../build.config.ts";
import { hostTarget } from "./host.ts";

/** Folders that npm or an earlier build has filled. */
const installed = "node_modules";
const fetched = "node_modules/.cache/whatsapp-bot";

/**
 * The path of the target's Node: the one that npm installed, or its package fetched now, whose sum is compared with
 * package-lock.json's.
 * @param given for a system whose Node no package holds
 * @throws {Error} if there is none, or one of another version
 */
export function findNodeBinary(name: TargetName, given: string | null): string {
  const { node } = config.targets[name];
  const path = given ?? (node ? locate(node) : hostTarget() === name ? process.execPath : null);
  if (!path) {
    throw new Error(
      `${name}: no npm package holds its Node: give the binary of Node ${config.node} by --base ${name}=path`,
    );
  }
  const binary = readBinary(name, path);
  if (!binary.includes(`v${config.node}`)) {
    throw new Error(`${name}: "${path}" is not Node ${config.node}`);
  }
  if (!beginnings[name].test(binary.toString("hex", 0, 20))) {
    throw new Error(`${name}: "${path}" is the Node of another system`);
  }
  return path;
}

/** How executables of each system begin, in hexadecimal digits: ELF, PE and Mach-O, the first and last with the processor. */
const beginnings: Readonly<Record<TargetName, RegExp>> = {
  "linux-x64": /^7f454c46.{28}3e00/,
  "linux-arm64": /^7f454c46.{28}b700/,
  "win-x64": /^4d5a/,
  "macos-arm64": /^cffaedfe0c000001/,
  "macos-x64": /^cffaedfe07000001/,
};

function readBinary(name: TargetName, path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new Error(`${name}: "${path}" cannot be read: ${code}`, { cause: error });
  }
}

function locate({ package: name, file }: { package: string; file: string }): string {
  const own = join(installed, name, file);
  if (existsSync(own)) return own;
  const folder = join(fetched, `${name}-${config.node}`);
  if (!existsSync(folder)) fetchPackage(name, folder);
  return join(folder, file);
}

function fetchPackage(name: string, folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  const temporary = mkdtempSync(join(dirname(folder), "fetch-"));
  try {
    const spec = `${name}@${config.node}`;
    // A .cmd needs a shell on Windows; nothing of what is passed comes from outside.
    const shell = process.platform === "win32";
    const command = ["pack", spec, "--json", "--pack-destination", temporary];
    const stdout = execFileSync("npm", command, { encoding: "utf8", shell });
    const [packed] = JSON.parse(stdout) as [{ filename: string }];
    const archive = join(temporary, packed.filename);
    const sum = createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (`sha512-${sum}` !== readIntegrity(name)) {
      throw new Error(`${spec}: what npm fetched is not what package-lock.json names`);
    }
    execFileSync("tar", ["-xzf", archive, "-C", temporary]);
    renameSync(join(temporary, "package"), folder);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

function readIntegrity(name: string): string | undefined {
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
    packages: Readonly<Record<string, { integrity?: string }>>;
  };
  return lock.packages[`node_modules/${name}`]?.integrity;
}
