import type { Io, Output } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** A terminal of this width; without it output goes to a pipe. */
  readonly columns?: number;
}

/** Runs a command line in this process. */
export async function runCommand(args: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const toOutput = (name: "stdout" | "stderr"): Output => ({
    isTerminal: options.columns !== undefined,
    columns: options.columns ?? 80,
    write: (text) => void (written[name] += text),
  });
  const io: Io = {
    args,
    env: options.env ?? {},
    cwd: options.cwd ?? ".",
    pid: 1,
    stdout: toOutput("stdout"),
    stderr: toOutput("stderr"),
    runtime: "test",
    usage: () => ({ residentBytes: 3, heapBytes: 2, processorSeconds: 1 }),
    onSignal: () => ({ off: () => {} }),
    exit: (code) => {
      throw new Error(`the process was ended with ${code}`);
    },
  };
  const code = await run(io);
  return { code, ...written };
}
