import { type Change, partNames } from "./changes.ts";
import type { Facts } from "./facts.ts";
import type { Tagged } from "./tagged.ts";

/** A file that is published. */
export interface Published {
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** All that release notes tell. */
export interface Release extends Tagged {
  readonly facts: Facts;
  /** What came since the release before, and what was true of that; null for the first. */
  readonly since: { readonly facts: Facts; readonly changes: readonly Change[] } | null;
  readonly files: readonly Published[];
  /** `owner/name` where the forge also attests who built it. */
  readonly repository: string | null;
}

/** Renders the release notes as Markdown: what people wrote, then what follows from the repository and the files. */
export function renderNotes(release: Release): string {
  const sections = [
    release.message,
    section("Updating", renderUpdating(release)),
    release.since && section(`Changes since ${release.previous}`, renderChanges(release.since)),
    section("Files", renderFiles(release)),
    section("Is it what it says?", renderVerifying(release)),
  ];
  return `${sections.filter(Boolean).join("\n\n")}\n`;
}

function section(title: string, text: string): string {
  return `## ${title}\n\n${text}`;
}

function renderUpdating({ previous, facts, since }: Release): string {
  if (!since)
    return `The first release. Node.js ${facts.node} is inside, its store has schema ${facts.schema}.`;
  const { schema, node } = since.facts;
  const store =
    schema === facts.schema
      ? `The store keeps its schema (${schema}): put the new executable in the place of the old one and start \`serve\` again. The way back to ${previous} is the same.`
      : `The store goes from schema ${schema} to ${facts.schema}. \`serve\` does that when it first starts, and keeps the store as it was beside it, its name ending in \`.v${schema}\`. To go back to ${previous}, end \`serve\` and let the old executable \`restore\` that copy; what happened in between is not in it.`;
  const inside =
    node === facts.node
      ? `Node.js ${node} is inside, as before.`
      : `Node.js ${facts.node} is inside (${previous}: ${node}).`;
  return `- ${store}\n- ${inside}`;
}

function renderChanges({ changes }: NonNullable<Release["since"]>): string {
  const groups = partNames.map((name) => {
    const lines = changes
      .filter(({ part }) => part === name)
      .map(({ subject, hash }) => `- ${escapeMarkdown(subject)} (${hash})`);
    return lines.length > 0 ? `### ${name}\n\n${lines.join("\n")}` : "";
  });
  return groups.filter(Boolean).join("\n\n") || "None.";
}

function renderFiles({ files }: Release): string {
  const rows = files.map(
    ({ name, bytes, sha256 }) => `| \`${name}\` | ${renderSize(bytes)} | \`${sha256}\` |`,
  );
  const head = ["| file | size | SHA-256 |", "|---|---:|---|"];
  const about =
    "An archive holds the executable with README, licences and what deploying needs, for Linux also with man page and completions; a `.cdx.json` lists what is inside (CycloneDX).";
  return `${about}\n\n${[...head, ...rows].join("\n")}`;
}

function renderSize(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function renderVerifying({ tag, repository }: Release): string {
  const attested = repository ? `gh attestation verify SHA256SUMS --repo ${repository}\n` : "";
  return `\`\`\`sh
${attested}sha256sum --check --ignore-missing SHA256SUMS
\`\`\`

Or build it again from a clone, in any folder, on Linux x64: the same bytes come out (of a \`.tar.xz\` with the same version of xz).

\`\`\`sh
git checkout ${tag} && npm ci && npm run build:all
diff dist/release/SHA256SUMS path/to/the/downloaded/SHA256SUMS
\`\`\``;
}

/** What would vanish or turn into something else; code between backticks stays code. */
function escapeMarkdown(text: string): string {
  return text.replace(/(`[^`]+`)|[\\*_<>[\]]/g, (found, code?: string) => code ?? `\\${found}`);
}
