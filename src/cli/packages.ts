import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A package of somebody else that the program holds. */
export interface Package {
  readonly name: string;
  readonly version: string;
  /** As its author names it: MIT. */
  readonly license: string;
  readonly text: string | null;
}

/** The packages that the source needs. The build replaces this file by one that has them inside, with Node's own. */
export async function loadPackages(): Promise<readonly Package[]> {
  const root = fileURLToPath(new URL("../../", import.meta.url));
  const found = new Map<string, Package>();
  const names = readDependencies(root);
  for (const name of names) {
    const folder = join(root, "node_modules", name);
    if (found.has(name)) continue;
    found.set(name, readPackage(folder));
    names.push(...readDependencies(folder));
  }
  return [...found.values()].toSorted((one, other) => one.name.localeCompare(other.name));
}

/** What a package says of itself. */
export function readPackage(folder: string): Package {
  const { name, version, license } = readManifest(folder);
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)\b/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8") : null;
  return { name, version, license: license ?? "see its text", text };
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readManifest(folder: string): Manifest {
  const manifest: Manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return manifest;
}

function readDependencies(folder: string): string[] {
  return Object.keys(readManifest(folder).dependencies ?? {});
}
