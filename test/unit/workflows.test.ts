// What can be known of the forge's workflows without the forge: its own language service, and what we hold ourselves to.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";

import type * as Service from "@actions/languageservice";
import { build } from "esbuild";
import { TextDocument } from "vscode-languageserver-textdocument";
import { parse } from "yaml";

import manifest from "../../package.json" with { type: "json" };
import { createFolder } from "./ledger/temp-store.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
}

interface Job {
  readonly "timeout-minutes"?: number;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly uses?: string;
  readonly steps?: readonly Step[];
  readonly strategy?: {
    readonly matrix: { readonly include: readonly Readonly<Record<string, string>>[] };
  };
}

interface Workflow {
  readonly permissions?: unknown;
  readonly concurrency?: { readonly group?: string };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = fileURLToPath(new URL("../../.github/workflows", import.meta.url));
const workflows = readdirSync(folder).map((name) => {
  const text = readFileSync(join(folder, name), "utf8");
  return { name, text, workflow: parse(text) as Workflow };
});
const jobs = workflows.flatMap(({ name, workflow }) =>
  Object.entries(workflow.jobs).map(([id, job]) => ({ title: `${name}, ${id}`, job })),
);

test("the forge's language service finds nothing wrong with the workflows", async (t) => {
  const { validate } = await loadService(createFolder(t));
  for (const { name, text } of workflows) {
    const document = TextDocument.create(`file:///.github/workflows/${name}`, "yaml", 1, text);
    assert.deepEqual(await validate(document), [], name);
  }
  const wrong = TextDocument.create(
    "file:///w.yml",
    "yaml",
    1,
    "on: push\njobs: { a: { needs: b } }",
  );
  assert.notDeepEqual(await validate(wrong), []);
});

/** Bundled, since it imports JSON in a way that only bundlers take. */
async function loadService(place: string): Promise<typeof Service> {
  const outfile = join(place, "service.mjs");
  const contents = 'export { validate } from "@actions/languageservice";';
  const resolveDir = fileURLToPath(new URL(".", import.meta.url));
  const options = { bundle: true, format: "esm", platform: "browser", outfile } as const;
  await build({ ...options, stdin: { contents, resolveDir } });
  return import(pathToFileURL(outfile).href) as Promise<typeof Service>;
}

test("workflows may read the source and no more, except where a draft is made", () => {
  for (const { name, workflow } of workflows) {
    assert.deepEqual(workflow.permissions, { contents: "read" }, name);
  }
  const more = jobs.filter(({ job }) => job.permissions);
  assert.deepEqual(
    more.map(({ title, job }) => [title, job.permissions]),
    [["release.yml, draft", { contents: "write", "id-token": "write", attestations: "write" }]],
  );
  assert.doesNotMatch(
    JSON.stringify(more),
    /npm|node |checkout/,
    "what may write runs no code of ours",
  );
});

test("workflows pin every action by its commit, and say beside it which version that is", () => {
  for (const { name, text } of workflows) {
    const lines = text.match(/^.*\buses:.*$/gm) ?? [];
    assert.ok(lines.length > 0);
    for (const line of lines) {
      assert.match(line, /uses: (\.\/\S+|[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/, name);
    }
  }
  const pins = workflows.flatMap(
    ({ text }) => text.match(/[\w-]+\/[\w-]+@[0-9a-f]{40} # \S+/g) ?? [],
  );
  const names = new Set(pins.map((pin) => pin.split("@")[0]));
  assert.equal(new Set(pins).size, names.size, "one version of each");
});

test("every job of the workflows ends by itself, and a newer run of the same does not race it", () => {
  for (const { title, job } of jobs) {
    assert.ok(job.uses ?? job["timeout-minutes"], title);
  }
  for (const { name, workflow } of workflows) {
    assert.match(workflow.concurrency?.group ?? "", /\$\{\{ github\.ref \}\}/, name);
  }
});

test("workflows run scripts that there are, and everything that a newcomer is told", () => {
  const scripts = jobs.flatMap(({ job }) => {
    const variants = job.strategy?.matrix.include ?? [{}];
    const steps = job.steps ?? [];
    return variants.flatMap((variant) =>
      steps.flatMap(({ run = "" }) => {
        const filled = run.replace(
          /\$\{\{ matrix\.(\w+) \}\}/g,
          (_, key: string) => variant[key] ?? "",
        );
        return Array.from(filled.matchAll(/\bnpm run (\S+)/g), ([, script = ""]) => script);
      }),
    );
  });
  const unknown = scripts.filter((script) => !(script in manifest.scripts));
  assert.deepEqual(unknown, []);
  const wanted = [
    "check",
    "test",
    "test:deno",
    "build:all",
    "smoke:release",
    "size",
    "soak",
    "release",
  ];
  assert.deepEqual(
    wanted.filter((script) => !scripts.includes(script)),
    [],
  );
});
