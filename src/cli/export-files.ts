import { mkdirSync, writeFileSync } from "node:fs";
import { chmod, copyFile } from "node:fs/promises";
import { join } from "node:path";

import { OperatorError } from "../bridge/errors.ts";
import type { DeliveryExport } from "../ledger/tables/export.ts";
import { listSpooled } from "../spool/spool.ts";
import type { Progress } from "./progress.ts";

/** A file of a person that is on its way at this moment. */
export interface ExportedFile {
  readonly delivery_id: number;
  /** Where it is put in the folder of the answer. */
  readonly path: string;
}

/** The person's files that are here now: on this machine a file is only on its way. */
export function findFiles(store: string, deliveries: readonly DeliveryExport[]): ExportedFile[] {
  const here = new Set(listSpooled(`${store}.files`));
  return deliveries
    .filter(({ id }) => here.has(id))
    .map(({ id, content }) => ({ delivery_id: id, path: `files/${id}-${toFileName(content)}` }));
}

/** Writes the answer where only its owner can read it. @throws OperatorError 1 where one is there, or nothing can be written */
export function writeAnswer(folder: string, name: string, answer: string): string {
  const path = join(folder, name);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeFileSync(path, answer, { mode: 0o600, flag: "wx" });
    return path;
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? String(cause.code) : "it failed";
    throw new OperatorError(`Write the export "${path}": ${code}`, {
      code: "export_failed",
      exitCode: 1,
      hint:
        code === "EEXIST"
          ? "there is one already: give another folder"
          : "give a folder that can be written",
      cause,
    });
  }
}

/** @returns how many were copied: one that has arrived meanwhile is gone */
export async function copyFiles(
  { store, folder, files }: { store: string; folder: string; files: readonly ExportedFile[] },
  progress: Progress,
): Promise<number> {
  if (files.length > 0) mkdirSync(join(folder, "files"), { recursive: true, mode: 0o700 });
  let copied = 0;
  for (const [index, { delivery_id: id, path }] of files.entries()) {
    progress.at(index, files.length);
    const target = join(folder, path);
    try {
      await copyFile(join(`${store}.files`, String(id)), target);
      await chmod(target, 0o600);
      copied += 1;
    } catch {
      // It has arrived, and went with that.
    }
  }
  progress.end();
  return copied;
}

function toFileName(content: unknown): string {
  const file = isObject(content) ? content["file"] : null;
  const name = isObject(file) ? file["name"] : null;
  const safe = typeof name === "string" ? name.replace(/[^\p{L}\p{N}._-]+/gu, "_") : "";
  return safe.replace(/^\.+/, "") || "file";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
