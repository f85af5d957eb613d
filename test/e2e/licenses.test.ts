import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import process from "node:process";
import { test } from "node:test";

import { config } from "../../build.config.ts";
import { programs, type Program } from "./program.ts";

interface Licenses {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  readonly packages: readonly {
    readonly name: string;
    readonly version: string;
    readonly license: string;
    readonly text: string | null;
  }[];
}

function run({ command, args }: Program, ...more: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(command, [...args, "licenses", ...more], {
    encoding: "utf8",
    timeout: 60_000,
  });
  assert.deepEqual([status, stderr], [0, ""]);
  return stdout;
}

/** The packages whose modules stand in the executable: what esbuild took, as the build notes it. */
function listBundled(): readonly string[] {
  const { outputs } = JSON.parse(readFileSync(config.metafile, "utf8")) as {
    outputs: Record<string, { inputs: Record<string, unknown> }>;
  };
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
  const names = files.map((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  return [...new Set(names)].filter((name) => name !== undefined).toSorted();
}

for (const program of programs) {
  test(`licenses of the ${program.name} prints what of others it holds, with the texts`, () => {
    const json = JSON.parse(run(program, "--json")) as Licenses;
    const text = run(program);
    const { dependencies, version } = JSON.parse(readFileSync("package.json", "utf8")) as {
      version: string;
      dependencies: Record<string, string>;
    };
    assert.deepEqual([json.name, json.version, json.license], ["whatsapp-bot", version, "MIT"]);
    const versions = Object.fromEntries(json.packages.map((one) => [one.name, one.version]));
    for (const [name, wanted] of Object.entries(dependencies)) assert.equal(versions[name], wanted);
    for (const one of json.packages) {
      assert.ok(one.text && one.text.length > 400, one.name);
      assert.match(one.text, /permission|conditions/i);
      assert.ok(
        text.includes(`\n${one.name} ${one.version}: ${one.license}\n\n${one.text.trim()}`),
      );
    }
    if (program.name !== "binary") return;
    const names = json.packages.map(({ name }) => name);
    assert.deepEqual(names.filter((name) => name !== "node").toSorted(), listBundled());
    assert.match(json.packages.at(-1)?.text ?? "", /^Node\.js is licensed[^]*OpenSSL[^]*V8/);
    assert.equal(
      versions["node"],
      process.versions["deno"] ? versions["node"] : process.versions.node,
    );
  });
}
