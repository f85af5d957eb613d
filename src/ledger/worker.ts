// The thread that owns engine and log. It is an entry of its own: the build makes a second bundle of it.
import { parentPort, workerData, type MessagePort } from "node:worker_threads";

import { loadSqlite } from "./database.ts";
import {
  takeGroups,
  unpackGroup,
  type Group,
  type FromWorker,
  type ToWorker,
  type Trouble,
  type WorkerStart,
} from "./envelope.ts";
import { createFileSystem } from "./file-system.ts";
import { Store } from "./store.ts";
import { toUnusable } from "./unusable.ts";

// Whoever starts this file as a worker gives it what it needs.
if (parentPort) void serve(parentPort, workerData);

async function serve(port: MessagePort, start: WorkerStart): Promise<void> {
  function tell(message: FromWorker): void {
    port.postMessage(message);
  }
  let store: Store;
  try {
    const sqlite = await loadSqlite(start.wasm);
    const place = { disk: createFileSystem(), sqlite, store: start.store };
    store = new Store(place, start.newStoreId);
  } catch (error) {
    tell({ kind: "refused", trouble: toTrouble(error, start.store) });
    return;
  }
  const waiting: Group[] = [];

  /** What has arrived by now is one group on disk, or a few where it is much. */
  function runWaiting(): void {
    while (waiting.length > 0) {
      const groups = takeGroups(waiting).map((group) => unpackGroup(group));
      const answers = store.run(groups.flat());
      let next = 0;
      tell({
        kind: "answers",
        groups: groups.map(({ length }) => answers.slice(next, (next += length))),
      });
    }
  }

  port.on("message", (message: ToWorker) => {
    if (message.kind === "group") {
      // Messages that came while the last group was run are all delivered before this fires.
      if (waiting.push(message.group) === 1) setImmediate(runWaiting);
      return;
    }
    runWaiting();
    store.close();
    tell({ kind: "closed", words: store.takeWords() });
  });
  tell({ kind: "opened", storeId: store.storeId, words: store.takeWords() });
}

function toTrouble(error: unknown, store: string): Trouble {
  const trouble = toUnusable(`Open the session store "${store}"`, error);
  const { message, code, hint, exitCode } = trouble;
  return { message, code, hint, exitCode };
}
