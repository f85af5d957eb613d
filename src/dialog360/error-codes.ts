import type { Verdict } from "../bridge/errors.ts";
import { findMeaning } from "../bridge/texts/provider-codes.ts";

/** The verdict on a known code; null for any other. */
export function judgeCode(code: number, shape: "graph" | "on-premises"): Verdict | null {
  // Graph's permissions; the same numbers mean nothing in the other shape.
  if (shape === "on-premises" && code >= 200 && code <= 299) return null;
  return findMeaning(code)?.verdict ?? null;
}

/** The verdict on an HTTP status, asked only where no code tells more: the same code comes with different ones. */
export function judgeStatus(status: number): Verdict {
  if (status === 429) return "throttled";
  if (status >= 500 || status === 408) return "transient";
  // A redirect, an address that is not there, a refused key: once an operator has set that right, it goes out.
  const isAccess = (status >= 300 && status < 400) || [401, 402, 403, 404, 405].includes(status);
  return isAccess ? "account" : "permanent";
}
