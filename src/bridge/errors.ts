import type { Plain } from "./log/plain.ts";
import type { ProviderError } from "./message.ts";

/**
 * What the caller does next: `transient` is tried again; so is `throttled`, but everything to that side waits, `pair`, where
 * only this customer does, and `account`, where everything waits and an operator has to act; `window` means that only
 * templates may be sent; `gone` that the chat is no more; `permanent` that trying again is no use.
 */
export type Verdict =
  | "transient"
  | "throttled"
  | "pair"
  | "account"
  | "window"
  | "gone"
  | "permanent";

/** The other side did not take a delivery. The message holds no content, number or secret. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError";
  readonly verdict: Verdict;
  readonly provider: ProviderError | null;
  readonly retryAfterMs: number | null;
  /** True if the other side may have taken it all the same (a time-out after the request went out). */
  readonly uncertain: boolean;
  /** Why there was no answer, for the log; null where there was one. */
  readonly why: Plain | null;

  constructor(message: string, facts: DeliveryErrorFacts) {
    super(message, { cause: facts.cause });
    this.verdict = facts.verdict;
    this.provider = facts.provider ?? null;
    this.retryAfterMs = facts.retryAfterMs ?? null;
    this.uncertain = facts.uncertain ?? false;
    this.why = facts.why ?? null;
  }
}

/** A customer whose phone number is not known, in a generation of the API that can write to numbers only. */
export class NoNumberError extends DeliveryError {
  constructor() {
    super("Address a customer: no phone number is known", { verdict: "permanent" });
  }
}

/** A file cannot be fetched now; nothing was asked of the other side for it. */
export class FileWaitsError extends DeliveryError {
  constructor(reason: string, retryAfterMs: number) {
    super(reason, { verdict: "transient", retryAfterMs });
  }
}

/** There is no room on the disk for a file now. */
export class SpoolFullError extends FileWaitsError {
  constructor() {
    super("no room for the file: WA_SPOOL_MAX is used up", 10_000);
  }
}

/** A file is larger than the other side takes. */
export class FileTooLargeError extends DeliveryError {
  /** At least so many. */
  readonly bytes: number;
  /** What it takes of any file, where that is known. */
  readonly mostBytes: number;

  constructor(bytes: number, mostBytes = Infinity) {
    super("the file is too large", { verdict: "permanent" });
    this.bytes = bytes;
    this.mostBytes = mostBytes;
  }
}

export interface DeliveryErrorFacts {
  readonly verdict: Verdict;
  readonly provider?: ProviderError | undefined;
  readonly retryAfterMs?: number | undefined;
  readonly uncertain?: boolean | undefined;
  readonly why?: Plain | undefined;
  readonly cause?: unknown;
}

/** What operators are shown: code and public title, or the adapter's own words. */
export function toReason({ provider, message }: DeliveryError): string {
  return provider ? `${provider.code ?? "?"} ${provider.title}` : message;
}

/** A notification's body is not JSON, so nothing in it can be planned. */
export class NotJsonError extends Error {
  override readonly name = "NotJsonError";
}

/** The ledger could not write; what was asked for did not happen. */
export class LedgerWriteError extends Error {
  override readonly name = "LedgerWriteError";
}

/** What whatsapp-bot ends with; sysexits where one fits. */
export type ExitCode = 0 | 1 | 2 | 69 | 70 | 73 | 77 | 78;

/** A failure to tell the operator: what happened, what to do, and the code to end with. */
export class OperatorError extends Error {
  override readonly name = "OperatorError";
  /** For scripts, such as `store_in_use`. */
  readonly code: string;
  readonly exitCode: ExitCode;
  readonly hint: string | null;

  constructor(
    message: string,
    facts: { code: string; exitCode: ExitCode; hint?: string; cause?: unknown },
  ) {
    super(message, { cause: facts.cause });
    this.code = facts.code;
    this.exitCode = facts.exitCode;
    this.hint = facts.hint ?? null;
  }
}
