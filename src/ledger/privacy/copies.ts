import { basename, dirname, join } from "node:path";

import type { ErasedCopy } from "../../bridge/privacy.ts";
import { draftSuffix, writeAtomically } from "../file-system.ts";
import { removeSegments } from "../log/checkpoint.ts";
import { loadStore, type LoadedStore, type StorePlace } from "../log/load.ts";
import { toWholeFile } from "../log/whole-file.ts";
import { erasePerson } from "./erase.ts";
import type { Person } from "./mentions.ts";
import { findInCopy } from "./person.ts";

/**
 * Erases a person from the copies that migrations and restores have left beside a store. One that cannot be read is deleted:
 * nobody can tell who is in it. So are left-overs of a crash. Only for the owner of the store.
 * @throws where the disk does not take it; a copy is then what it was
 */
export function eraseFromCopies(place: StorePlace, person: Person): ErasedCopy[] {
  const { copies, leftovers } = listCopies(place);
  return [
    ...leftovers.map((path) => remove(place, path)),
    ...copies.map((path) => eraseFromCopy({ ...place, store: path }, person)),
  ];
}

/** `<store>.v<n>` and `<store>.before-restore-<time>`, and drafts of them and of what `restore` writes. */
function listCopies({ disk, store }: StorePlace): { copies: string[]; leftovers: string[] } {
  const names = disk.list(dirname(store)).filter((name) => name.startsWith(`${basename(store)}.`));
  const toPaths = (pattern: RegExp): string[] =>
    names
      .filter((name) => pattern.test(name.slice(basename(store).length)))
      .map((name) => join(dirname(store), name));
  const copy = String.raw`\.(?:v\d+|before-restore-[\dTZ-]+)`;
  const suffix = draftSuffix.replace(".", String.raw`\.`);
  return {
    copies: toPaths(new RegExp(`^${copy}$`)),
    leftovers: toPaths(new RegExp(`^(?:${copy}${suffix}|\\.restoring(?:${suffix})?)$`)),
  };
}

function eraseFromCopy(place: StorePlace, person: Person): ErasedCopy {
  const loaded = load(place);
  if (!loaded) return remove(place, place.store);
  try {
    const { named: _, ...erased } = erasePerson(loaded.db, findInCopy(loaded.db, person));
    const isTouched = Object.values(erased).some((count) => count > 0);
    if (isTouched) {
      writeAtomically(place.disk, place.store, toWholeFile(loaded));
      removeSegments(place, () => true);
    }
    return { path: place.store, result: isTouched ? "rewritten" : "untouched" };
  } finally {
    loaded.db.close();
  }
}

function load(place: StorePlace): LoadedStore | null {
  try {
    return loadStore(place);
  } catch {
    return null;
  }
}

/** The log goes first: without its file it would be taken for a damaged store's. */
function remove(place: StorePlace, path: string): ErasedCopy {
  removeSegments({ ...place, store: path }, () => true);
  place.disk.remove(path);
  return { path, result: "deleted" };
}
