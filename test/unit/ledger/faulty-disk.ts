import { createFileSystem, type FileSystem } from "../../../src/ledger/file-system.ts";

/** A disk on which the next calls of a step can be made to fail. */
export interface FaultyDisk extends FileSystem {
  /** Makes the next `times` calls of a step throw an error with this code. */
  fail(step: Step, code: string, times?: number): void;
  /** Makes the next write take only so many bytes, without an error. */
  shortenWrite(bytes: number): void;
}

type Step = "create" | "open" | "write" | "truncate" | "sync" | "replace" | "remove";

export function createFaultyDisk(): FaultyDisk {
  const real = createFileSystem();
  const faults: { step: Step; code: string }[] = [];
  let shortened: number | null = null;

  function check(step: Step): void {
    const index = faults.findIndex((fault) => fault.step === step);
    if (index === -1) return;
    const [fault] = faults.splice(index, 1);
    throw Object.assign(new Error(`${fault?.code}: injected`), { code: fault?.code });
  }
  function guard<Given extends unknown[], Result>(step: Step, run: (...given: Given) => Result) {
    return (...given: Given): Result => {
      check(step);
      return run(...given);
    };
  }

  return {
    ...real,
    create: guard("create", real.create),
    open: guard("open", real.open),
    truncate: guard("truncate", real.truncate),
    sync: guard("sync", real.sync),
    replace: guard("replace", real.replace),
    remove: guard("remove", real.remove),
    write: guard("write", (file, bytes, position) => {
      const part = shortened === null ? bytes : bytes.subarray(0, shortened);
      shortened = null;
      return real.write(file, part, position);
    }),
    fail(step, code, times = 1) {
      for (let count = 0; count < times; count += 1) faults.push({ step, code });
    },
    shortenWrite(bytes) {
      shortened = bytes;
    },
  };
}
