import type { Command } from "commander";

import source from "../../package.json" with { type: "json" };
import type { Io } from "./io.ts";
import { licenseText } from "./license-text.ts";
import type { Package } from "./packages.ts";

/** `licenses`: what of others is in the program, and on which terms. */
export function defineLicenses(licenses: Command, io: Io): void {
  licenses
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
The executable holds Node.js too, with everything that is in it; run from its source the program holds
no runtime.

Examples:
  whatsapp-bot licenses | less
  whatsapp-bot licenses --json | jq -r '.packages[] | [.name, .version, .license] | @tsv'`,
    )
    .action(async ({ json }: { readonly json?: boolean }) => {
      const { loadPackages } = await import("./packages.ts");
      const packages = await loadPackages();
      const { name, version, license } = source;
      const told = { name, version, license, text: licenseText, packages };
      io.stdout.write(json ? `${JSON.stringify(told)}\n` : renderLicenses(packages));
    });
}

/** The terms of the program, then of each package in it, with their texts. */
export function renderLicenses(packages: readonly Package[]): string {
  const own = toText({ ...source, text: licenseText });
  return `${own}It holds packages of others:\n\n${packages.map(toText).join("")}`;
}

const rule = "-".repeat(72);

function toText({ name, version, license, text }: Package): string {
  const terms =
    text?.trim() ?? "Its text is not in this program: see where the package comes from.";
  return `${rule}\n${name} ${version}: ${license}\n\n${terms}\n\n`;
}
