import type { Usage } from "../ops/gauges.ts";

/** Everything a command touches of the process it runs in. */
export interface Io {
  /** The arguments behind the program's name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly pid: number;
  readonly stdout: Output;
  readonly stderr: Output;
  /** `node 24.21.0`, `deno 2.9.6` */
  readonly runtime: string;
  /** What the process uses now. */
  readonly usage: () => Usage;
  /** Asks whoever sits at the terminal; null where nobody does. */
  ask(question: string): Promise<string | null>;
  /** Calls back at every SIGINT, SIGTERM and SIGHUP until `off` is called. */
  onSignal(handler: (signal: "SIGINT" | "SIGTERM" | "SIGHUP") => void): { off(): void };
  /** Ends the process at once. */
  exit(code: number): never;
}

export interface Output {
  readonly isTerminal: boolean;
  /** Of a terminal, else 80. */
  readonly columns: number;
  /** Of a terminal. */
  readonly rows?: number;
  write(text: string): void;
}
