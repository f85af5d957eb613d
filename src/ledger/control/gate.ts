import { setTimeout as pause } from "node:timers/promises";

/** What is used of Deno's own: files that a process can lock. The lock goes with the process; Node knows none. */
declare const Deno: {
  open(path: string): Promise<{ lock(exclusive: boolean): Promise<void>; close(): void }>;
};

/**
 * Does something while no other process of Deno does it in this folder.
 * @returns null where others have not come to an end after `patienceMs`
 */
export async function passGate<T>(
  folder: string,
  { patienceMs, act }: { readonly patienceMs: number; readonly act: () => Promise<T> },
): Promise<T | null> {
  const gate = await Deno.open(folder);
  const end = new AbortController();
  try {
    const locked = gate.lock(true).then(() => true);
    const late = pause(patienceMs, false, { signal: end.signal }).catch(() => false);
    return (await Promise.race([locked, late])) ? await act() : null;
  } finally {
    end.abort();
    gate.close();
  }
}
