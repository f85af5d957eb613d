// A seam that the build replaces: the executable has no files beside it.
import { readFile } from "node:fs/promises";
import { Worker } from "node:worker_threads";

import type { WorkerStart } from "./envelope.ts";

/** The WebAssembly of sql.js. */
export async function readWasm(): Promise<Uint8Array> {
  return readFile(new URL(import.meta.resolve("sql.js/dist/sql-wasm.wasm")));
}

/** Starts `worker.ts` in a thread of its own. Without variables: to copy all of them, Deno wants a permission for all. */
export function startWorker(workerData: WorkerStart): Worker {
  return new Worker(new URL("./worker.ts", import.meta.url), { workerData, env: {} });
}
