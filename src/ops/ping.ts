import { toSystemCode } from "../bridge/log/fault.ts";
import { plain, type Plain } from "../bridge/log/plain.ts";

/** As long as a healthy service never takes; then the next minute's ping is the better one. */
const patienceMs = 10_000;

/**
 * Calls an address for nothing but that it was called. The address may hold a secret, so no answer names it.
 * @returns what came instead of a success; null for success
 */
export async function ping(
  url: string,
  { fetch, signal }: { readonly fetch: typeof globalThis.fetch; readonly signal: AbortSignal },
): Promise<Plain | null> {
  const enough = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)]);
  try {
    const answer = await fetch(url, { signal: enough });
    await answer.body?.cancel();
    return answer.ok ? null : plain`answered ${answer.status}`;
  } catch (error) {
    return enough.aborted ? plain`no answer in time` : toWhy(error);
  }
}

/** The system's code; the words of runtimes may hold the address. */
function toWhy(error: unknown): Plain {
  const failed = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = failed instanceof Error && "code" in failed ? failed.code : null;
  return code === null ? plain`not reached` : plain`not reached (${toSystemCode(code)})`;
}
