import { Enums, Models } from "@cyclonedx/cyclonedx-library";
import { PackageURL } from "packageurl-js";

import type { Package } from "../../../src/cli/packages.ts";

/** Node as a component that holds others. */
export function makeRuntime(
  { version, license }: Package,
  { versions, source }: RuntimeFacts,
): Models.Component {
  const purl = new PackageURL("generic", null, "node", version).toString();
  return new Models.Component(Enums.ComponentType.Platform, "node", {
    bomRef: purl,
    version,
    purl,
    cpe: `cpe:2.3:a:nodejs:node.js:${version}:*:*:*:*:*:*:*`,
    scope: Enums.ComponentScope.Required,
    licenses: new Models.LicenseRepository([new Models.NamedLicense(license)]),
    externalReferences: new Models.ExternalReferenceRepository(source),
    components: new Models.ComponentRepository(listParts(versions)),
  });
}

interface RuntimeFacts {
  /** What Node says of its parts: `process.versions`. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** Where this one comes from, if that is known. */
  readonly source: readonly Models.ExternalReference[];
}

/** Without the numbers of its own interfaces, and without what it was built without. */
function listParts(versions: RuntimeFacts["versions"]): readonly Models.Component[] {
  return Object.entries(versions).flatMap(([key, version]) => {
    if (!version || interfaces.has(key)) return [];
    const name = properNames[key] ?? key;
    const purl = new PackageURL(npm.has(key) ? "npm" : "generic", null, name, version).toString();
    const type = data.has(key) ? Enums.ComponentType.Data : Enums.ComponentType.Library;
    return new Models.Component(type, name, { bomRef: `node/${purl}`, version, purl });
  });
}

const interfaces = new Set(["node", "modules", "napi"]);
const data = new Set(["cldr", "tz", "unicode"]);
const npm = new Set(["acorn", "amaro", "undici"]);
const properNames: Readonly<Record<string, string>> = { ares: "c-ares", tz: "tzdata", uv: "libuv" };
