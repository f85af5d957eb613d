import { NtExecutable, NtExecutableResource, Resource } from "resedit";

import manifest from "../../../package.json" with { type: "json" };

/** American English in UTF-16: what node.exe's own strings are in. */
const language = { lang: 1033, codepage: 1200 };

/**
 * node.exe as Explorer and the task manager are to show it: by our name and version. The signature of the Node.js project
 * goes, since it is not true of what is changed.
 */
export function nameWindowsBinary(node: Uint8Array): Uint8Array {
  const executable = NtExecutable.from(node, { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const [info] = Resource.VersionInfo.fromEntries(resources.entries);
  if (!info) throw new Error("node.exe has no version resource: it is not the one of nodejs.org");
  info.setFileVersion(manifest.version);
  info.setProductVersion(manifest.version);
  info.setStringValues(language, {
    ProductName: manifest.name,
    ProductVersion: manifest.version,
    FileVersion: manifest.version,
    FileDescription: manifest.description,
    InternalName: manifest.name,
    OriginalFilename: `${manifest.name}.exe`,
    CompanyName: "",
    LegalCopyright: `${manifest.license}; holds Node.js`,
  });
  info.outputToResourceEntries(resources.entries);
  resources.outputResource(executable);
  return new Uint8Array(executable.generate());
}
