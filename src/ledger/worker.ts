// The threads beside the main one: the owner of engine and log, and the short-lived one that writes a checkpoint. An entry of
// its own: the build makes a second bundle of it.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";

import { OperatorError } from "../bridge/errors.ts";
import { toTrouble } from "./control/trouble.ts";
import { loadSqlite } from "./database.ts";
import {
  takeGroups,
  unpackGroup,
  type CheckpointStart,
  type CopiesErased,
  type EraseStart,
  type FromWorker,
  type Group,
  type OwnerStart,
  type ToWorker,
  type WorkerStart,
} from "./envelope.ts";
import { createFileSystem, toFaultText, type FileSystem } from "./file-system.ts";
import { runCheckpoint } from "./log/checkpoint.ts";
import { eraseFromCopies } from "./privacy/copies.ts";
import { Store } from "./store.ts";
import { toUnusable } from "./unusable.ts";

// Whoever starts this file as a worker gives it what it needs.
if (parentPort) void begin(parentPort, workerData);

async function begin(port: MessagePort, start: WorkerStart): Promise<void> {
  if (start.kind === "checkpoint") port.postMessage(await checkpoint(start));
  else if (start.kind === "erase") port.postMessage(await erase(start));
  else await serve(port, start);
}

/** @returns what went wrong, null for nothing */
async function checkpoint({ wasm, store, extent }: CheckpointStart): Promise<string | null> {
  try {
    runCheckpoint({ disk: createFileSystem(), sqlite: await loadSqlite(wasm), store }, extent);
    return null;
  } catch (error) {
    return error instanceof OperatorError ? error.message : toFaultText(error);
  }
}

async function erase({ wasm, store, person }: EraseStart): Promise<CopiesErased> {
  try {
    const place = { disk: createFileSystem(), sqlite: await loadSqlite(wasm), store };
    return { kind: "done", copies: eraseFromCopies(place, person) };
  } catch (error) {
    return { kind: "failed", fault: toFaultText(error) };
  }
}

async function serve(port: MessagePort, start: OwnerStart): Promise<void> {
  function tell(message: FromWorker): void {
    port.postMessage(message);
  }
  let store: Store;
  const disk = createTimedDisk();
  try {
    const sqlite = await loadSqlite(start.wasm);
    store = new Store({ disk, sqlite, store: start.store }, start);
  } catch (error) {
    tell({
      kind: "refused",
      trouble: toTrouble(toUnusable(`Open the session store "${start.store}"`, error)),
    });
    return;
  }
  const waiting: Group[] = [];

  /** What has arrived by now is one group on disk, or a few where it is much. */
  function runGroups(): void {
    while (waiting.length > 0) {
      const groups = takeGroups(waiting).map((group) => unpackGroup(group));
      const answers = store.run(groups.flat());
      let next = 0;
      tell({
        kind: "answers",
        groups: groups.map(({ length }) => answers.slice(next, (next += length))),
        syncsMs: disk.takeSyncs(),
      });
    }
  }

  /** What nobody waits for. */
  function lookAfter(): void {
    const extent = store.beginCheckpoint();
    if (extent) tell({ kind: "checkpoint", extent });
    for (const purged of store.takePurged()) tell({ kind: "purged", ...purged });
    tellWords();
  }

  function tellWords(): void {
    for (const word of store.takeWords()) tell({ kind: "word", word });
  }

  port.on("message", (message: ToWorker) => {
    switch (message.kind) {
      case "group":
        // Messages that came while the last group was run are all delivered before this fires.
        if (waiting.push(message.group) === 1)
          setImmediate(() => {
            runGroups();
            lookAfter();
          });
        return;
      case "checkpointed":
        store.endCheckpoint(message.fault);
        lookAfter();
        return;
      case "purge":
        store.askPurge();
        lookAfter();
        return;
      case "close":
        runGroups();
        store.close();
        tellWords();
        tell({ kind: "closed" });
    }
  });
  tell({ kind: "opened", storeId: store.storeId });
  lookAfter();
}

/** The disk, with a note of how long it was waited for. */
function createTimedDisk(): FileSystem & { takeSyncs(): readonly number[] } {
  const disk = createFileSystem();
  let syncsMs: number[] = [];
  return {
    ...disk,
    sync(file) {
      const begun = performance.now();
      disk.sync(file);
      syncsMs.push(performance.now() - begun);
    },
    takeSyncs() {
      const taken = syncsMs;
      syncsMs = [];
      return taken;
    },
  };
}
