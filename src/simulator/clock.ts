/** Time for the simulators; any clock with these two methods fits. */
export interface SimulatorClock {
  /** Milliseconds since 1970 in UTC. */
  now(): number;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock. */
export function createMachineClock(): SimulatorClock {
  return {
    now: () => Date.now(),
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        if (signal?.aborted) return resolve();
        const timer = setTimeout(finish, ms);
        signal?.addEventListener("abort", finish, { once: true });
        function finish(): void {
          clearTimeout(timer);
          signal?.removeEventListener("abort", finish);
          resolve();
        }
      }),
  };
}
