import { DeliveryError, type Verdict } from "../bridge/errors.ts";
import type { ProviderError } from "../bridge/message.ts";
import { judgeCode, judgeStatus } from "./error-codes.ts";
import { readError, readRefusal, type WireRefusal } from "./payload.ts";
import { toProviderError } from "./receipt.ts";

/** An answer that is no success. */
export interface Refusal {
  /** What was tried, such as `Send a message`. */
  readonly tried: string;
  readonly status: number;
  readonly body: string;
  readonly headers: Headers;
}

interface Finding {
  readonly provider: ProviderError;
  readonly verdict: Verdict | null;
}

/**
 * Understands every shape in which an error comes: Graph's `error`, v1's `errors` (also with HTTP 200), the `meta` of
 * 360dialog's own gateway, HTML, and a success that names no message. The code decides, the status only where none is.
 * @param now milliseconds since 1970, for a Retry-After that is a date
 */
export function toDeliveryError(refusal: Refusal, now: number): DeliveryError {
  const { tried, status, headers } = refusal;
  const parts = readRefusal(toJson(refusal.body));
  const found = findError(parts) ?? findGatewayError(parts, status);
  const isSuccess = status >= 200 && status < 300;
  if (!found && isSuccess) {
    // It may have been taken: a receipt will tell.
    const message = `${tried}: the answer cannot be understood`;
    return new DeliveryError(message, { verdict: "transient", uncertain: true });
  }
  const told = found
    ? `${found.provider.code ?? status} ${found.provider.title}`
    : `HTTP ${status}`;
  return new DeliveryError(`${tried}: ${told}`, {
    verdict: found?.verdict ?? judgeUnknown(found?.provider.code ?? null, status),
    provider: found?.provider,
    retryAfterMs: toRetryAfter(headers.get("retry-after"), now),
    // The answer of a gateway that itself had none: what stands behind it may have taken the message.
    uncertain: !found && (status === 502 || status === 504),
  });
}

function findError({ error, errors }: WireRefusal): Finding | null {
  if (typeof error === "object" && error !== null) {
    const provider = toProviderError(readError(error));
    return { provider, verdict: judge(provider, "graph") };
  }
  if (!errors || errors.length === 0) return null;
  const provider = toProviderError(readError(errors[0]));
  return { provider, verdict: judge(provider, "on-premises") };
}

function judge({ code }: ProviderError, shape: "graph" | "on-premises"): Verdict | null {
  return code === null ? null : judgeCode(code, shape);
}

/** An unknown code is somebody's verdict on this message, whatever 403 or 404 it comes with. */
function judgeUnknown(code: number | null, status: number): Verdict {
  const verdict = judgeStatus(status);
  return code !== null && verdict === "account" && status !== 401 ? "permanent" : verdict;
}

/** What 360dialog's gateway says in words, recognised by its documented messages; its own words are not passed on. */
const gatewayMessages: readonly (readonly [RegExp, Verdict, string])[] = [
  [/api[ _-]?key|token/i, "account", "Invalid API key"],
  [/exceeded the limit|too many requests/i, "throttled", "Rate limit of the gateway"],
  [/disabled/i, "account", "Account disabled"],
  [/payment/i, "account", "Payment missing"],
  [/blocked/i, "account", "Address blocked"],
];

function findGatewayError({ meta }: WireRefusal, status: number): Finding | null {
  const words = meta?.developer_message ?? meta?.developerMessage;
  if (!meta || (meta.success !== false && words === undefined)) return null;
  for (const [pattern, verdict, title] of gatewayMessages) {
    if (words && pattern.test(words)) return { provider: { code: null, title }, verdict };
  }
  const own = meta.http_code ?? meta.httpCode ?? status;
  return { provider: { code: null, title: `Gateway error ${own}` }, verdict: judgeStatus(own) };
}

function toJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

const longestWaitMs = 60 * 60_000;

/** Seconds, or a date; a wait of over an hour is not believed. */
function toRetryAfter(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(0, ms), longestWaitMs);
}
