import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";

import { config, type TargetName } from "../../build.config.ts";
import manifest from "../../package.json" with { type: "json" };
import { toTarget } from "../build/node/host.ts";
import { namePublished } from "../build/release.ts";
import type { Checks } from "./checks.ts";
import { smokeExecutable } from "./executable.ts";

/** Tries every file that `npm run build:all` has written. */
export async function smokeRelease(checks: Checks): Promise<void> {
  checks.begin("SHA256SUMS");
  const sums = spawnSync("sha256sum", ["--check", "--strict", "SHA256SUMS"], {
    cwd: config.release,
  });
  checks.check("every sum is right", sums.status === 0);
  const named = readFileSync(join(config.release, "SHA256SUMS"), "utf8").match(/\S+$/gm) ?? [];
  const others = readdirSync(config.release).filter((name) => name.startsWith(manifest.name));
  checks.check("every file has a sum", named.toSorted().join() === others.toSorted().join());
  const targets = Object.keys(config.targets).map(toTarget);
  for (const target of targets) {
    if (!target) continue;
    const isThere = existsSync(namePublished(manifest.version, target).executable);
    if (isThere) await smokeTarget(target, checks);
    else if (config.targets[target].node) checks.check(`there is one for ${target}`, false);
  }
}

async function smokeTarget(target: TargetName, checks: Checks): Promise<void> {
  const { executable, archive, sbom } = namePublished(manifest.version, target);
  checks.begin(basename(archive));
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-smoke-"));
  try {
    unpack(archive, folder);
    const inside = join(folder, `${manifest.name}-${manifest.version}`);
    const isWindows = config.targets[target].platform === "win";
    const program = `whatsapp-bot${isWindows ? ".exe" : ""}`;
    checks.check("it holds the executable", isSame(join(inside, program), executable));
    checks.check("it holds the SBOM", isSame(join(inside, "sbom.cdx.json"), sbom));
    const shell = isWindows ? [] : ["man/man1/whatsapp-bot.1", "completions/_whatsapp-bot"];
    const wanted = ["README.md", "LICENSES", "deploy/whatsapp-bot@.service", ...shell];
    const areThere = wanted.every((file) => existsSync(join(inside, file)));
    checks.check(`it holds ${wanted.join(", ")}`, areThere);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  checks.begin(basename(executable));
  await smokeExecutable(target, resolve(executable), checks);
}

function unpack(archive: string, folder: string): void {
  if (archive.endsWith(".zip")) execFileSync("unzip", ["-q", archive, "-d", folder]);
  else execFileSync("tar", ["-xJf", archive, "-C", folder]);
}

function isSame(one: string, other: string): boolean {
  return existsSync(one) && readFileSync(one).equals(readFileSync(other));
}
