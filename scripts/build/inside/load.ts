// The first code of the executable, and of the ledger's thread in it: loads chunks, each when it is first asked for.
import { dirname } from "node:path";
import { Script } from "node:vm";
import { isMainThread } from "node:worker_threads";

import { findAsset, readAsset } from "./assets.ts";

interface Module {
  exports: unknown;
}

/** What chunks.ts wraps each chunk into: it is given what CommonJS promises. */
type Chunk = (...given: readonly unknown[]) => void;

/** Where all code stands, as Node has it for a single executable. */
const place = [process.execPath, dirname(process.execPath)] as const;
const loaded = new Map<string, Module>();

function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module: Module = { exports: {} };
  loaded.set(name, module);
  const cachedData = findAsset(`${name}.cache`);
  const options = cachedData ? { filename: name, cachedData } : { filename: name };
  // The value of such a script is the function that stands alone in it.
  const chunk = new Script(readAsset(name).toString(), options).runInThisContext() as Chunk;
  chunk(module, module.exports, require, ...place);
  return module.exports;
}

function require(name: string): unknown {
  if (name.startsWith("./")) return load(name.slice(2));
  const builtin: unknown = process.getBuiltinModule(name);
  if (builtin !== undefined) return builtin;
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: "MODULE_NOT_FOUND" });
}

load(isMainThread ? "main.js" : "worker.js");
