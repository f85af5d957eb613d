// Stands in the executable for the files of src that reach for files beside them: the same exports, from what is inside.
import { Worker } from "node:worker_threads";

import type { Package } from "../../../src/cli/packages.ts";
import type { WorkerStart } from "../../../src/ledger/envelope.ts";
import { readAsset } from "./assets.ts";

type Files = Readonly<Record<string, string>>;

/** For src/ledger/engine.ts. */
export async function readWasm(): Promise<Uint8Array> {
  return readAsset("sql-wasm.wasm");
}

/** For src/ledger/engine.ts: the thread begins as the program does, with load.ts. */
export function startWorker(workerData: WorkerStart): Worker {
  return new Worker(readAsset("load.js").toString(), { eval: true, workerData });
}

/** For src/simulator/page.ts. */
export async function loadPage(): Promise<Files> {
  return readJson("simulator.json") as Files;
}

/** For src/ops/console/files.ts. */
export async function loadConsole(): Promise<Files> {
  return readJson("console.json") as Files;
}

/** For src/cli/packages.ts. */
export async function loadPackages(): Promise<readonly Package[]> {
  return readJson("packages.json") as readonly Package[];
}

/** What program.ts has written: of the type that is awaited. */
function readJson(name: string): unknown {
  return JSON.parse(readAsset(name).toString());
}
