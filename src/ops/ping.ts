/** As long as a healthy service never takes; then the next minute's ping is the better one. */
const patienceMs = 10_000;

/**
 * Calls an address for nothing but that it was called. The address may hold a secret, so no error names it.
 * @throws Error saying what came instead of a success
 */
export async function ping(url: string, signal: AbortSignal): Promise<void> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  const answer = await fetch(url, { signal: enough }).catch((error: unknown) => {
    throw new Error(enough.aborted ? "no answer in time" : toFault(error), { cause: error });
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`answered ${answer.status}`);
}

/** The system's code; the words of runtimes may hold the address. */
function toFault(error: unknown): string {
  const { cause } = error instanceof Error ? error : { cause: null };
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return typeof code === "string" ? `not reached (${code})` : "not reached";
}
