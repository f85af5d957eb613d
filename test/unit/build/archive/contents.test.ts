import assert from "node:assert/strict";
import { posix } from "node:path";
import { test } from "node:test";

import type { TargetName } from "../../../../build.config.ts";
import type { Entry } from "../../../../scripts/build/archive/archive.ts";
import { listContents } from "../../../../scripts/build/archive/contents.ts";
import { loadPackages } from "../../../../src/cli/packages.ts";

async function list(target: TargetName): Promise<readonly Entry[]> {
  const node = { name: "node", version: "24.21.0", license: "MIT", text: "Node.js is licensed" };
  return listContents(target, "/built/here", {
    version: "2.0.0",
    commit: "a06865c0ffee",
    date: new Date("2026-11-23T19:36:57+01:00"),
    packages: [...(await loadPackages()), node],
    runtime: { node: "24.21.0" },
    sqlite: "3.49.1",
  });
}

function toText(entries: readonly Entry[], file: string): string {
  const from = entries.find(({ name }) => name.endsWith(`/${file}`))?.from;
  assert.ok(from && "text" in from, file);
  return from.text;
}

test("listContents has what is needed to install the program, in one folder that no published file is called like", async () => {
  const entries = await list("linux-arm64");
  assert.deepEqual(entries.map(({ name, mode }) => `${mode.toString(8)} ${name}`).toSorted(), [
    "644 whatsapp-bot-2.0.0/LICENSES",
    "644 whatsapp-bot-2.0.0/README.md",
    "644 whatsapp-bot-2.0.0/completions/_whatsapp-bot",
    "644 whatsapp-bot-2.0.0/completions/whatsapp-bot.bash",
    "644 whatsapp-bot-2.0.0/completions/whatsapp-bot.fish",
    "644 whatsapp-bot-2.0.0/deploy/README.md",
    "644 whatsapp-bot-2.0.0/deploy/alerts.yml",
    "644 whatsapp-bot-2.0.0/deploy/nginx.conf",
    "644 whatsapp-bot-2.0.0/deploy/whatsapp-bot@.service",
    "644 whatsapp-bot-2.0.0/man/man1/whatsapp-bot.1",
    "644 whatsapp-bot-2.0.0/sbom.cdx.json",
    "755 whatsapp-bot-2.0.0/whatsapp-bot",
  ]);
  assert.deepEqual(entries.find(({ mode }) => mode === 0o755)?.from, { path: "/built/here" });
  assert.match(toText(entries, "whatsapp-bot.1"), /^\.TH WHATSAPP-BOT 1 2026-11-23 /);
  assert.match(toText(entries, "sbom.cdx.json"), /"value": "linux-arm64"/);
  assert.match(toText(entries, "LICENSES"), /^whatsapp-bot 2[^]*^hono 4[^]*^node 24\.21\.0: MIT/m);
});

test("listContents leaves out what Windows has no use for", async () => {
  const names = (await list("win-x64")).map(({ name }) => name.replace(/^[^/]+\//, ""));
  assert.deepEqual(names.toSorted(), [
    "LICENSES",
    "README.md",
    "deploy/README.md",
    "deploy/alerts.yml",
    "deploy/nginx.conf",
    "deploy/whatsapp-bot@.service",
    "sbom.cdx.json",
    "whatsapp-bot.exe",
  ]);
});

for (const target of ["linux-x64", "win-x64"] as const) {
  test(`every link in the archive for ${target} leads to a file in it`, async () => {
    const entries = await list(target);
    const names = new Set(entries.map(({ name }) => name));
    for (const { name, from } of entries) {
      if (!name.endsWith(".md") || !("text" in from)) continue;
      const links = Array.from(from.text.matchAll(/\]\((?!https?:|#)([^)#]+)/g), ([, to]) => to);
      assert.ok(from.text.length > 1000 && !from.text.includes("scripts/deploy"));
      for (const link of links) {
        assert.ok(names.has(posix.join(posix.dirname(name), link ?? "")), `${name}: ${link}`);
      }
    }
  });
}
