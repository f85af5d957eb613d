import { readFileSync } from "node:fs";

import { config, type TargetName } from "../../../build.config.ts";
import { renderLicenses } from "../../../src/cli/licenses.ts";
import type { Package } from "../../../src/cli/packages.ts";
import type { Entry } from "./archive.ts";
import { loadCommandTree } from "./command-tree.ts";
import { renderCompletions } from "./completions.ts";
import { renderManPage } from "./man-page.ts";
import { renderSbom } from "./sbom.ts";

/** What is told of an executable in the files beside it. */
export interface Facts {
  readonly version: string;
  readonly commit: string | null;
  /** The commit's. */
  readonly date: Date;
  readonly packages: readonly Package[];
  /** `process.versions` of the Node that is inside. */
  readonly runtime: Readonly<Record<string, string | undefined>>;
  /** The version of the SQLite that sql.js holds. */
  readonly sqlite: string;
}

/**
 * What is to be downloaded for a target, in one folder. That is not called like the executable that is published beside the
 * archive: nobody could unpack it where both were downloaded.
 * @param executable its path
 */
export async function listContents(
  target: TargetName,
  executable: string,
  facts: Facts,
): Promise<readonly Entry[]> {
  const { version, packages } = facts;
  const isWindows = config.targets[target].platform === "win";
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const texts = {
    "README.md": toArchiveText(readFileSync("README.md", "utf8")),
    LICENSES: renderLicenses(packages),
    "sbom.cdx.json": renderSbom({ ...facts, lock, target }),
    ...readDeployment(),
    ...(isWindows ? {} : await renderShellFiles(facts)),
  };
  const folder = `whatsapp-bot-${version}`;
  const name = `${folder}/whatsapp-bot${isWindows ? ".exe" : ""}`;
  return [
    { name, mode: 0o755, from: { path: executable } },
    ...Object.entries(texts).map(
      ([file, text]) => ({ name: `${folder}/${file}`, mode: 0o644, from: { text } }) as const,
    ),
  ];
}

function readDeployment(): Readonly<Record<string, string>> {
  const names = ["README.md", "alerts.yml", "nginx.conf", "whatsapp-bot@.service"];
  const texts = names.map((name) => readFileSync(`scripts/deploy/${name}`, "utf8"));
  return Object.fromEntries(
    names.map((name, index) => [`deploy/${name}`, toArchiveText(texts[index] ?? "")]),
  );
}

async function renderShellFiles(facts: Facts): Promise<Readonly<Record<string, string>>> {
  const tree = await loadCommandTree();
  const completions = renderCompletions(tree);
  return {
    "man/man1/whatsapp-bot.1": renderManPage(tree, facts),
    ...Object.fromEntries(completions.map(({ name, text }) => [`completions/${name}`, text])),
  };
}

/** Places as they are in the archive; of a link to what only the source has, the words stay. */
function toArchiveText(text: string): string {
  return text
    .replaceAll("scripts/deploy", "deploy")
    .replace(/\[([^\]]+)\]\((?:test\/[^)]+|compose\.yaml)\)/g, "$1");
}
