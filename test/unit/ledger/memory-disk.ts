import { dirname } from "node:path";

import type { FileSystem } from "../../../src/ledger/file-system.ts";

/** The content of files, by their paths. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** A disk in memory that knows what of it would survive. */
export interface MemoryDisk extends FileSystem {
  /** What `replace` does without making it durable. */
  readonly rename: FileSystem["replace"];
  /** What is left after kill -9: all that was written. */
  readonly afterKill: () => Files;
  /** What is left after a power cut: what was synced, under the names that were made durable. */
  readonly afterPowerCut: () => Files;
}

interface Inode {
  content: Uint8Array;
  synced: Uint8Array;
}

export function createMemoryDisk(files: Files = new Map()): MemoryDisk {
  const names = new Map(
    [...files].map(([path, content]): [string, Inode] => [path, { content, synced: content }]),
  );
  let durableNames = new Map(names);
  const opened = new Map<number, Inode>();
  let lastDescriptor = 0;

  function find(path: string): Inode {
    const inode = names.get(path);
    if (!inode) throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT" });
    return inode;
  }
  function at(file: number): Inode {
    const inode = opened.get(file);
    if (!inode) throw Object.assign(new Error("EBADF"), { code: "EBADF" });
    return inode;
  }
  function open(inode: Inode): number {
    lastDescriptor += 1;
    opened.set(lastDescriptor, inode);
    return lastDescriptor;
  }

  function rename(from: string, to: string): void {
    names.set(to, find(from));
    names.delete(from);
  }

  return {
    read: (path) => names.get(path)?.content.slice() ?? null,
    list: (folder) =>
      [...names.keys()]
        .filter((path) => dirname(path) === folder)
        .map((path) => path.slice(folder.length + 1)),
    create(path) {
      const inode = { content: new Uint8Array(), synced: new Uint8Array() };
      names.set(path, inode);
      return open(inode);
    },
    open: (path) => open(find(path)),
    write(file, bytes, position) {
      const inode = at(file);
      const content = new Uint8Array(Math.max(inode.content.length, position + bytes.length));
      content.set(inode.content);
      content.set(bytes, position);
      inode.content = content;
      return bytes.length;
    },
    truncate(file, length) {
      const inode = at(file);
      inode.content = inode.content.slice(0, length);
    },
    sync(file) {
      const inode = at(file);
      inode.synced = inode.content;
    },
    close(file) {
      at(file);
      opened.delete(file);
    },
    rename,
    replace(from, to) {
      rename(from, to);
      durableNames = new Map(names);
    },
    remove: (path) => void names.delete(path),
    afterKill: () => new Map([...names].map(([path, { content }]) => [path, content])),
    afterPowerCut: () => new Map([...durableNames].map(([path, { synced }]) => [path, synced])),
  };
}
