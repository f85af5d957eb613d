import { createFileSystem, type FileSystem } from "../../../src/ledger/file-system.ts";

/** A disk on which calls can be made to fail. */
export interface FaultyDisk extends FileSystem {
  /** How many calls there have been. */
  readonly calls: () => number;
  /** Makes the next `times` calls of a step throw an error with this code. */
  fail(step: Step, code: string, times?: number): void;
  /** Makes calls fail whatever they do; with `isLate` after they have done it. */
  failCalls(calls: FailingCalls): void;
  /** Makes nothing fail any more. */
  heal(): void;
  /** Makes the next write take only so many bytes, without an error. */
  shortenWrite(bytes: number): void;
}

/** Calls by their number, counted from 1. */
export interface FailingCalls {
  readonly from: number;
  readonly times: number;
  /** `SHORT`: those that write take half of the bytes, without an error. */
  readonly code: string;
  readonly isLate?: boolean;
}

type Step = keyof FileSystem;

export function createFaultyDisk(
  real: FileSystem & { readonly rename?: FileSystem["replace"] } = createFileSystem(),
): FaultyDisk {
  const faults: { step: Step; code: string }[] = [];
  let failing: FailingCalls | null = null;
  let shortened: number | null = null;
  let calls = 0;

  function isFailing(): boolean {
    return failing !== null && calls >= failing.from && calls < failing.from + failing.times;
  }
  function takeFault(step: Step): { code: string; isLate?: boolean } | null {
    calls += 1;
    if (isFailing()) return failing;
    const index = faults.findIndex((fault) => fault.step === step);
    return index === -1 ? null : (faults.splice(index, 1)[0] ?? null);
  }
  function guard<Given extends unknown[], Result>(
    step: Step,
    run: (...given: Given) => Result,
    runLate = run,
  ) {
    return (...given: Given): Result => {
      const fault = takeFault(step);
      if (!fault || fault.code === "SHORT") return run(...given);
      if (fault.isLate) runLate(...given);
      throw Object.assign(new Error(`${fault.code}: injected`), { code: fault.code });
    };
  }

  return {
    read: guard("read", real.read),
    list: guard("list", real.list),
    create: guard("create", real.create),
    open: guard("open", real.open),
    truncate: guard("truncate", real.truncate),
    sync: guard("sync", real.sync),
    close: guard("close", real.close),
    replace: guard("replace", real.replace, real.rename),
    remove: guard("remove", real.remove),
    write: guard("write", (file, bytes, position) => {
      const length = isFailing() && failing?.code === "SHORT" ? bytes.length >> 1 : shortened;
      shortened = null;
      return real.write(file, length === null ? bytes : bytes.subarray(0, length), position);
    }),
    calls: () => calls,
    fail(step, code, times = 1) {
      for (let count = 0; count < times; count += 1) faults.push({ step, code });
    },
    failCalls(given) {
      failing = given;
    },
    heal() {
      failing = null;
      faults.length = 0;
    },
    shortenWrite(bytes) {
      shortened = bytes;
    },
  };
}
