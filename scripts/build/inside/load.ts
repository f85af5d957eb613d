// The first code of the executable, and of the ledger's thread in it.
import { dirname } from "node:path";
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";

import { findAsset, readAsset } from "./assets.ts";
import { type Chunk, createLoader } from "./loader.ts";

function compile(name: string): Chunk {
  const cachedData = findAsset(`${name}.cache`);
  const options = cachedData ? { filename: name, cachedData } : { filename: name };
  // The value of such a script is the function that stands alone in it.
  return new Script(readAsset(name).toString(), options).runInThisContext() as Chunk;
}

// Where Node has all code of a single executable.
const load = createLoader(compile, [process.execPath, dirname(process.execPath)]);
load(isMainThread ? "main.js" : "worker.js");
