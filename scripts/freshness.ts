import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

import { config } from "../build.config.ts";

/** Builds unless the executable is newer than everything it is made of. */
export function buildIfNeeded(): void {
  if (isFresh()) return;
  execFileSync(process.execPath, ["scripts/build.ts"], { stdio: ["ignore", "inherit", "inherit"] });
}

function isFresh(): boolean {
  if (!existsSync(config.executable)) return false;
  const builtAt = statSync(config.executable).mtimeMs;
  const sources = ["src", "scripts/build"].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" }).map((file) => join(folder, file)),
  );
  return [...sources, "build.config.ts", "scripts/build.ts", "package-lock.json"].every(
    (file) => statSync(file).mtimeMs <= builtAt,
  );
}

if (import.meta.main) buildIfNeeded();
