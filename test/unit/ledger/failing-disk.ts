import { createFileSystem, type FileSystem } from "../../../src/ledger/file-system.ts";

/** A disk that fails at one of its changes, counted from 0. */
export interface FailingDisk extends FileSystem {
  /** What it was about to do when it failed; null as long as it has not. */
  readonly failed: string | null;
}

/** @param how `once`: that change alone; `for good`: none after it either, as if the process had been killed there */
export function createFailingDisk(at: number, how: "once" | "for good"): FailingDisk {
  const real = createFileSystem();
  let count = 0;
  let failed: string | null = null;
  function guard<Given extends unknown[], Result>(
    step: string,
    run: (...given: Given) => Result,
  ): (...given: Given) => Result {
    return (...given) => {
      const fails = how === "once" ? count === at : count >= at;
      count += 1;
      if (!fails) return run(...given);
      failed ??= step;
      throw Object.assign(new Error("EIO: injected"), { code: "EIO" });
    };
  }
  return {
    ...real,
    create: guard("create", real.create),
    open: guard("open", real.open),
    write: guard("write", real.write),
    truncate: guard("truncate", real.truncate),
    sync: guard("sync", real.sync),
    replace: guard("replace", real.replace),
    remove: guard("remove", real.remove),
    get failed() {
      return failed;
    },
  };
}
