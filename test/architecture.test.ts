import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { posix } from "node:path";
import { test } from "node:test";

/** What each place in `src` may import from the others; `(types)` means types alone. A place is a folder, or a file beside them. */
const allowed: Record<string, readonly string[]> = {
  bridge: [],
  clock: ["bridge"],
  settings: ["bridge"],
  network: ["bridge", "settings"],
  dialog360: ["bridge", "settings (types)", "network"],
  teamwire: ["bridge", "settings (types)", "network"],
  spool: ["bridge", "network (types)"],
  ledger: ["bridge", "settings (types)"],
  checks: ["bridge", "settings", "dialog360", "teamwire", "ledger (types)"],
  ops: ["bridge", "settings (types)"],
  simulator: [],
  app: [
    "bridge",
    "checks",
    "clock",
    "settings",
    "network",
    "dialog360",
    "teamwire",
    "spool",
    "ledger",
    "ops",
    "simulator",
  ],
  cli: [
    "app",
    "bridge",
    "checks",
    "clock",
    "settings",
    "network",
    "dialog360",
    "teamwire",
    "spool",
    "ledger",
    "ops",
    "simulator",
  ],
  main: ["cli"],
};

/** Where each package may be imported. */
const homes: Record<string, RegExp> = {
  commander: /^cli\//,
  hono: /^(ops|simulator)\/|^dialog360\/intake\.ts$/,
  "@hono/node-server": /^app\/listen\.ts$|^simulator\//,
  ky: /^(dialog360|teamwire)\/client\.ts$/,
  "@valibot/to-json-schema": /^settings\/config\/json-schema\.ts$/,
  "@prometheus-io/client": /^ops\/(meters|gauges)\.ts$/,
  valibot: /^settings\/|^(dialog360|teamwire)\/(media-)?payload(\/[a-z-]+)?\.ts$/,
  "sql.js": /^ledger\//,
  "string-width": /^cli\/ruler\.ts$/,
};

const src = new URL("../src/", import.meta.url);
const importPattern =
  /(?:import|export)\s+(type\s)?[^;'"]*?from\s+"([^"]+)"|import\(\s*"([^"]+)"\s*\)/g;

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typesOnly: boolean;
}

function readImports(): Import[] {
  const imports: Import[] = [];
  for (const entry of readdirSync(src, { recursive: true, encoding: "utf8" })) {
    const file = entry.replaceAll("\\", "/");
    if (!file.endsWith(".ts")) continue;
    for (const [, typesOnly, named, called] of readFileSync(new URL(file, src), "utf8").matchAll(
      importPattern,
    )) {
      const specifier = named ?? called ?? "";
      const target = specifier.startsWith(".")
        ? posix.join(posix.dirname(file), specifier)
        : specifier;
      imports.push({ file, target, typesOnly: typesOnly !== undefined });
    }
  }
  return imports;
}

const imports = readImports();
const isOurs = (target: string): boolean => target.endsWith(".ts");
const toPlace = (path: string): string => path.replace(/(\/.*|\.ts)$/, "");

test("src has imports to judge", () => {
  assert.ok(imports.filter(({ target }) => isOurs(target)).length > 100);
});

test("places import only in the allowed directions", () => {
  const violations = imports.filter(({ file, target, typesOnly }) => {
    const [from, to] = [toPlace(file), toPlace(target)];
    if (!isOurs(target) || from === to) return false;
    const may = allowed[from] ?? [];
    return !(may.includes(to) || (typesOnly && may.includes(`${to} (types)`)));
  });
  assert.deepEqual(violations, []);
});

test("the bridge imports nothing but itself", () => {
  assert.deepEqual(
    imports.filter(
      ({ file, target }) => file.startsWith("bridge/") && !target.startsWith("bridge/"),
    ),
    [],
  );
});

test("a package is imported only at its home", () => {
  const violations = imports.filter(({ file, target }) => {
    if (isOurs(target) || target.startsWith("node:") || target.endsWith(".json")) return false;
    const name = target
      .split("/")
      .slice(0, target.startsWith("@") ? 2 : 1)
      .join("/");
    return !homes[name]?.test(file);
  });
  assert.deepEqual(violations, []);
});

test("only main.ts touches the process", () => {
  assert.deepEqual(
    imports.filter(({ file, target }) => target === "node:process" && file !== "main.ts"),
    [],
  );
});

test("the modules have no cycles, types included", () => {
  const edges = Map.groupBy(
    imports.filter(({ target }) => isOurs(target)),
    ({ file }) => file,
  );
  const done = new Set<string>();
  const cycles: string[] = [];
  function visit(file: string, path: readonly string[]): void {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (done.has(file) || path.includes(file)) return;
    for (const { target } of edges.get(file) ?? []) visit(target, [...path, file]);
    done.add(file);
  }
  for (const file of edges.keys()) visit(file, []);
  assert.deepEqual(cycles, []);
});
