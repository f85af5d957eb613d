import { readFileSync } from "node:fs";

import { NtExecutable, NtExecutableResource, Resource } from "resedit";

import manifest from "../../package.json" with { type: "json" };
import type { Checks } from "./checks.ts";

/** https://learn.microsoft.com/windows/win32/debug/pe-format: IMAGE_FILE_MACHINE_AMD64, IMAGE_SUBSYSTEM_WINDOWS_CUI. */
const x64 = 0x8664;
const forConsole = 3;
/** RT_RCDATA of https://learn.microsoft.com/windows/win32/menurc/resource-types, where Node looks for the program. */
const rawData = 10;
/** The byte behind it tells Node whether there is a program: https://nodejs.org/docs/latest-v24.x/api/single-executable-applications.html */
const fuse = "NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2:";

/** Reads an executable for Windows as Windows does, as far as that goes without Windows. */
export function smokeWindows(file: string, checks: Checks): void {
  const bytes = readFileSync(file);
  // Throws where there is a signature, which could only be Node's own, and no longer true.
  const executable = NtExecutable.from(bytes);
  const { fileHeader, optionalHeader } = executable.newHeader;
  checks.check("it is for x64", fileHeader.machine === x64);
  checks.check("it is for the console", optionalHeader.subsystem === forConsole);
  const isWhole = executable.getAllSections().every(({ info, data }) => {
    return info.sizeOfRawData === 0 || data?.byteLength === info.sizeOfRawData;
  });
  checks.check("every section is whole, and none is signed by somebody else", isWhole);
  const { entries } = NtExecutableResource.from(executable);
  const blob = entries.find(({ type, id }) => type === rawData && id === "NODE_SEA_BLOB");
  checks.check("the program is a resource", blob !== undefined);
  checks.check("Node is told that there is a program", bytes.includes(`${fuse}1`));
  const [info] = Resource.VersionInfo.fromEntries(entries);
  const strings = info?.getStringValues({ lang: 1033, codepage: 1200 });
  checks.check(
    `Explorer shows ${manifest.name} ${manifest.version}`,
    strings?.["ProductName"] === manifest.name && strings["ProductVersion"] === manifest.version,
  );
}
