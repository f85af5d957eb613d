import { createHash } from "node:crypto";

import { Contrib, Enums, Models, Serialize, Spec } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";

import type { Package } from "../../../src/cli/packages.ts";
import { makeRuntime } from "./sbom-runtime.ts";

/** What an executable is made of. */
export interface Made {
  /** What is bundled, as `licenses` lists it; `node` among it is the runtime. */
  readonly packages: readonly Package[];
  /** The content of package-lock.json. */
  readonly lock: Lock;
  /** `process.versions` of the Node that is inside. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  /** The version of the SQLite that sql.js holds. */
  readonly sqlite: string;
  /** As the artefact's name has it: linux-x64. */
  readonly target: string;
  readonly version: string;
  readonly commit: string | null;
  /** The commit's. */
  readonly date: Date;
}

/** As npm writes it. */
export interface Lock {
  readonly packages: Readonly<Record<string, Locked>>;
}

interface Locked {
  readonly version?: string;
  readonly integrity?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

/** A bill of materials in the JSON of CycloneDX 1.6; its bytes follow from what is given alone. */
export function renderSbom(made: Made): string {
  const bom = new Models.Bom({ metadata: makeMetadata(made) });
  const application = bom.metadata.component;
  const bundled = made.packages.filter(({ name }) => name !== "node");
  const components = new Map(bundled.map((one) => [one.name, makePackage(one, made)]));
  for (const component of components.values()) bom.components.add(component);
  for (const { name, version } of bundled) {
    addDependencies(components.get(name), findLocked(made.lock, name, version), components);
  }
  addDependencies(application, made.lock.packages[""] ?? {}, components);
  const node = made.packages.find(({ name }) => name === "node");
  if (node) {
    if (made.runtime["node"] !== node.version) {
      throw new Error(`Tell the parts of Node ${node.version}: they are told by that Node alone`);
    }
    const held = `node-${made.target}`;
    const { integrity } = findLocked(made.lock, held, node.version);
    const source = integrity ? [makeDistribution(held, node.version, integrity)] : [];
    const runtime = makeRuntime(node, { versions: made.runtime, source });
    bom.components.add(runtime);
    application?.dependencies.add(runtime.bomRef);
  }
  bom.serialNumber = toSerialNumber(serialize(bom));
  return `${serialize(bom)}\n`;
}

function serialize(bom: Models.Bom): string {
  const factory = new Serialize.JSON.Normalize.Factory(Spec.Spec1dot6);
  return new Serialize.JsonSerializer(factory).serialize(bom, { sortLists: true, space: 2 });
}

/** A name for exactly this content, in the form of a UUID of version 8. */
function toSerialNumber(content: string): string {
  const hex = createHash("sha256").update(content).digest("hex");
  return hex.replace(
    /^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/,
    (_, ...[a, b, c, d, e]: readonly string[]) => `urn:uuid:${a}-${b}-8${c}-8${d}-${e}`,
  );
}

function makeMetadata({ lock, target, version, commit, date }: Made): Models.Metadata {
  const library = "@cyclonedx/cyclonedx-library";
  const tool = new Models.Component(Enums.ComponentType.Library, library, {
    version: lock.packages[`node_modules/${library}`]?.version ?? "",
  });
  const facts = { "whatsapp-bot:commit": commit, "whatsapp-bot:target": target };
  const component = new Models.Component(Enums.ComponentType.Application, "whatsapp-bot", {
    bomRef: "whatsapp-bot",
    version,
    purl: new PackageURL("generic", null, "whatsapp-bot", version).toString(),
    licenses: new Models.LicenseRepository([new Models.SpdxLicense("MIT")]),
    properties: new Models.PropertyRepository(
      Object.entries(facts).flatMap(([name, value]) =>
        value === null ? [] : [new Models.Property(name, value)],
      ),
    ),
  });
  const tools = new Models.Tools({ components: new Models.ComponentRepository([tool]) });
  return new Models.Metadata({ timestamp: date, tools, component });
}

function makePackage(
  { name, version, license }: Package,
  { lock, sqlite }: Pick<Made, "lock" | "sqlite">,
): Models.Component {
  const purl = toPurl(name, version);
  const { integrity } = findLocked(lock, name, version);
  const [group, plain] = name.startsWith("@") ? name.split("/") : [undefined, name];
  return new Models.Component(Enums.ComponentType.Library, plain ?? name, {
    bomRef: purl,
    ...(group === undefined ? {} : { group }),
    version,
    purl,
    scope: Enums.ComponentScope.Required,
    licenses: new Models.LicenseRepository([licenses.makeFromString(license)]),
    externalReferences: new Models.ExternalReferenceRepository(
      integrity ? [makeDistribution(name, version, integrity)] : [],
    ),
    components: new Models.ComponentRepository(name === "sql.js" ? [makeSqlite(sqlite)] : []),
  });
}

function makeSqlite(version: string): Models.Component {
  const purl = new PackageURL("generic", null, "sqlite", version).toString();
  return new Models.Component(Enums.ComponentType.Library, "sqlite", {
    bomRef: `sql.js/${purl}`,
    version,
    purl,
    cpe: `cpe:2.3:a:sqlite:sqlite:${version}:*:*:*:*:*:*:*`,
    licenses: new Models.LicenseRepository([new Models.SpdxLicense("blessing")]),
  });
}

/** What is no id of SPDX stays the text that it is. */
const licenses = new Contrib.License.Factories.LicenseFactory(() => {
  throw new RangeError("no expression is looked for");
});

/** Where npm has it from, with the hash that npm checks. */
function makeDistribution(
  name: string,
  version: string,
  integrity: string,
): Models.ExternalReference {
  const [, algorithm, digest] = /^sha(256|384|512)-(\S+)$/.exec(integrity) ?? [];
  const hash = { 256: "SHA-256", 384: "SHA-384", 512: "SHA-512" }[algorithm ?? ""] as
    | Enums.HashAlgorithm
    | undefined;
  const hex = Buffer.from(digest ?? "", "base64").toString("hex");
  const url = `https://www.npmjs.com/package/${name}/v/${version}`;
  return new Models.ExternalReference(url, Enums.ExternalReferenceType.Distribution, {
    hashes: new Models.HashDictionary(hash === undefined ? [] : [[hash, hex]]),
  });
}

function addDependencies(
  component: Models.Component | undefined,
  { dependencies = {} }: Locked,
  components: ReadonlyMap<string, Models.Component>,
): void {
  for (const name of Object.keys(dependencies)) {
    const dependency = components.get(name);
    if (dependency) component?.dependencies.add(dependency.bomRef);
  }
}

/** A package of this version, wherever npm put it. */
function findLocked(lock: Lock, name: string, version: string): Locked {
  const found = Object.entries(lock.packages).find(
    ([path, locked]) => path.endsWith(`node_modules/${name}`) && locked.version === version,
  );
  return found?.[1] ?? {};
}

function toPurl(name: string, version: string): string {
  const [scope, plain] = name.startsWith("@") ? name.split("/") : [null, name];
  return new PackageURL("npm", scope, plain ?? name, version).toString();
}
