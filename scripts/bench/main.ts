// `npm run bench`: all parts, or those that are named: `npm run bench -- ledger store`.
import process from "node:process";

import { benchAcknowledgements } from "./acknowledgements.ts";
import { benchCalls } from "./calls.ts";
import { benchLedger } from "./ledger.ts";
import { benchMemory } from "./memory.ts";
import { benchSize } from "./size.ts";
import { benchStartup } from "./startup.ts";
import { benchStore } from "./store.ts";

const parts = new Map([
  ["acknowledgements", benchAcknowledgements],
  ["calls", benchCalls],
  ["size", benchSize],
  ["startup", benchStartup],
  ["memory", benchMemory],
  ["ledger", benchLedger],
  ["store", benchStore],
]);

const wanted = process.argv.length > 2 ? process.argv.slice(2) : [...parts.keys()];
const unknown = wanted.filter((name) => !parts.has(name));
if (unknown.length > 0) {
  process.stderr.write(`no such part: ${unknown.join(", ")} (${[...parts.keys()].join(", ")})\n`);
  process.exitCode = 2;
} else {
  for (const name of wanted) {
    process.stdout.write(`${name}\n`);
    await parts.get(name)?.();
  }
}
