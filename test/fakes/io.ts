import type { Io, Output } from "../../src/cli/io.ts";
import { run } from "../../src/cli/run.ts";

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** What somebody at the terminal answers; without it nobody sits there. */
  readonly answer?: string;
  /** A terminal of this width; without it output goes to a pipe. */
  readonly columns?: number;
}

/** A process in which nothing is written anywhere. */
export function createIo(options: Partial<Io> = {}): Io {
  const nowhere: Output = { isTerminal: false, columns: 80, write: () => {} };
  return {
    args: [],
    env: {},
    cwd: ".",
    pid: 1,
    stdout: nowhere,
    stderr: nowhere,
    runtime: "test",
    usage: () => ({ residentBytes: 3, heapBytes: 2, processorSeconds: 1 }),
    ask: async () => null,
    onSignal: () => ({ off: () => {} }),
    exit: (code) => {
      throw new Error(`the process was ended with ${code}`);
    },
    ...options,
  };
}

/** Runs a command line in this process. */
export async function runCommand(
  args: readonly string[],
  { env = {}, cwd = ".", columns, answer }: RunOptions = {},
): Promise<Ran> {
  const written = { stdout: "", stderr: "" };
  const toOutput = (name: "stdout" | "stderr"): Output => ({
    isTerminal: columns !== undefined,
    columns: columns ?? 80,
    write: (text) => void (written[name] += text),
  });
  const stderr = toOutput("stderr");
  const ask = async (question: string): Promise<string | null> => {
    if (answer === undefined) return null;
    stderr.write(question);
    return answer;
  };
  const io = createIo({ args, env, cwd, stdout: toOutput("stdout"), stderr, ask });
  const code = await run(io);
  return { code, ...written };
}
