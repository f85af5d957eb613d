// A process of its own that takes a store's lock when it is told to and keeps it: node lock-holder.ts <store>
import { tmpdir } from "node:os";
import process from "node:process";

import { takeLock } from "../../src/ledger/control/lock.ts";

process.stdin.once("data", () => {
  takeLock(process.argv[2] ?? "", {
    platform: process.platform,
    tempFolder: tmpdir,
    // As in a container; two of them are never told apart by it.
    pid: 1,
    requests: {},
    patienceMs: 5000,
  }).then(
    () => process.stdout.write("held\n"),
    (error: Error) => process.stdout.write(`${error.message}\n`),
  );
});
process.stdout.write("ready\n");
