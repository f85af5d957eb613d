import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

/** Every way in which a text may stand in a file: its bytes in UTF-8 and UTF-16, JSON's escapes, base64 and hex. */
function toForms(secret: string): Record<string, Buffer> {
  const utf8 = Buffer.from(secret);
  const utf16 = Buffer.from(secret, "utf16le");
  const units = secret.split("");
  const escaped = units
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
  const json = JSON.stringify(secret).slice(1, -1);
  const forms = {
    "utf-8": utf8,
    "utf-16le": utf16,
    "utf-16be": Buffer.from(utf16).swap16(),
    json: Buffer.from(json),
    escaped: Buffer.from(escaped),
    "escaped in capitals": Buffer.from(escaped.replaceAll(/[a-f]/g, (one) => one.toUpperCase())),
    hex: Buffer.from(utf8.toString("hex")),
  };
  // Base64 depends on what stands before: only what does not is looked for.
  const base64 = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), utf8])
      .toString("base64")
      .replace(/=+$/, "");
    const [from, end] = [before === 0 ? 0 : before + 1, text.length - 1];
    return [`base64 behind ${before}`, Buffer.from(text.slice(from, end))] as const;
  });
  return { ...forms, ...Object.fromEntries(base64) };
}

/** Where a folder's files hold these texts, in whatever form: `file: form of text`. */
export function findTraces(folder: string, secrets: readonly string[]): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => statSync(join(folder, name), { throwIfNoEntry: false })?.isFile())
    .toSorted();
  return files.flatMap((name) => {
    const content = readIfThere(join(folder, name));
    return secrets.flatMap((secret) =>
      Object.entries(toForms(secret)).flatMap(([form, bytes]) =>
        bytes.length > 3 && content.includes(bytes) ? `${name}: ${form} of ${secret}` : [],
      ),
    );
  });
}

/** A checkpoint may just have removed it. */
function readIfThere(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}
