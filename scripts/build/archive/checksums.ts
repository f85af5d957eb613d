import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import { pipeline } from "node:stream/promises";

/** What `sha256sum -c SHA256SUMS` checks in the folder that holds these files; in the order of their names. */
export async function renderChecksums(files: readonly string[]): Promise<string> {
  const lines: string[] = [];
  const sorted = files.toSorted((one, other) => (basename(one) < basename(other) ? -1 : 1));
  for (const file of sorted) lines.push(`${await hashFile(file)}  ${basename(file)}\n`);
  return lines.join("");
}

async function hashFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}
