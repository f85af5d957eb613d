import type { Command } from "commander";

import type { Io, Output } from "../../../src/cli/io.ts";
import { createProgram } from "../../../src/cli/program.ts";

/** The whole command tree, for what is made from it; nothing of it is run. */
export function loadCommandTree(): Promise<Command> {
  return createProgram(idle, "all");
}

const nowhere: Output = { isTerminal: false, columns: 80, write: () => {} };

const idle: Io = {
  args: [],
  env: {},
  cwd: ".",
  pid: 0,
  stdout: nowhere,
  stderr: nowhere,
  runtime: "",
  usage: () => ({ residentBytes: 0, heapBytes: 0, processorSeconds: 0 }),
  ask: async () => null,
  onSignal: () => ({ off: () => {} }),
  exit: (code) => {
    throw new Error(`a command was run and ends with ${code}`);
  },
};
