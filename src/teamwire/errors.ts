import { DeliveryError, type Verdict } from "../bridge/errors.ts";
import { toSystemCode } from "../bridge/log/fault.ts";
import { plain } from "../bridge/log/plain.ts";
import { NoWayError } from "../network/call-error.ts";
import { readErrorAnswer, toJson } from "./payload.ts";

/** The feed's cursor is older than the server keeps (410): the chats' histories have to be read instead. */
export class CursorExpiredError extends DeliveryError {}

/** A chat was not made because some of its members cannot be in it (422). */
export class InvalidMembersError extends DeliveryError {
  /** Ids of users and groups. */
  readonly members: readonly string[];

  constructor(message: string, facts: { readonly members: readonly string[] }) {
    super(message, {
      verdict: "permanent",
      provider: { code: 422, title: "invalid_members" },
    });
    this.members = facts.members;
  }
}

/** What was asked of Teamwire, as far as an error depends on it. */
export interface Asked {
  /** For people, such as `post`. */
  readonly name: string;
  /** The path is below one chat, so that "not found" is about this chat. */
  readonly inChat?: boolean;
  /** A second one could make a second thing. */
  readonly writes?: boolean;
}

/** An answer that is not a success. */
export interface Refusal {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly body: Uint8Array;
}

/** Judges a refusal by its `error.code`, then by its status. @param now for a `Retry-After` that is a date */
export function toDeliveryError(refusal: Refusal, asked: Asked, now: number): DeliveryError {
  const { code, members } = readCode(refusal.body);
  const { status } = refusal;
  const message = `Asking Teamwire for "${asked.name}": answered ${status}${code ? ` ${code}` : ""}`;
  if (code === "invalid_members") return new InvalidMembersError(message, { members });
  const facts = {
    verdict: toVerdict(code, status, asked),
    provider: { code: status, title: code ?? `HTTP ${status}` },
    retryAfterMs: toRetryAfterMs(refusal.retryAfter, now),
    uncertain: asked.writes === true && status >= 500,
  };
  if (code === "cursor_expired" || status === 410) return new CursorExpiredError(message, facts);
  return new DeliveryError(message, facts);
}

/** No answer at all: tried again, and possibly accepted unless the request cannot have gone out. */
export function toSilenceError(error: unknown, asked: Asked): DeliveryError {
  const cause = toCause(error);
  if (cause instanceof NoWayError) {
    const message = `Asking Teamwire for "${asked.name}": ${cause.message}`;
    return new DeliveryError(message, { verdict: "transient", why: cause.why, cause });
  }
  const code = toCode(cause);
  const reason = code ?? (isTimeout(error) ? "timed out" : "no answer");
  return new DeliveryError(`Asking Teamwire for "${asked.name}": ${reason}`, {
    verdict: "transient",
    uncertain: asked.writes === true && !neverSent.includes(reason),
    why: code === null ? plain`no answer` : plain`no answer (${toSystemCode(code)})`,
    cause,
  });
}

/** A success that does not hold what the contract promises, so what was asked for may have happened. */
export function toOddAnswerError(reason: string, asked: Asked): DeliveryError {
  return new DeliveryError(`Asking Teamwire for "${asked.name}": answer has ${reason}`, {
    verdict: "transient",
    uncertain: asked.writes === true,
    why: plain`an answer that the contract does not know`,
  });
}

function toVerdict(code: string | null, status: number, { inChat }: Asked): Verdict {
  switch (code ?? "") {
    case "auth_failed":
      return "account";
    case "not_found":
      return inChat === true ? "gone" : "permanent";
    case "chat_closed":
      return "gone";
    case "forbidden":
    case "too_large":
    case "invalid_request":
      return "permanent";
    default:
      return toVerdictOfStatus(status, inChat === true);
  }
}

function toVerdictOfStatus(status: number, inChat: boolean): Verdict {
  if (status === 401) return "account";
  if (status === 409 && inChat) return "gone";
  if (status === 429) return "throttled";
  // A redirect, or a 404 without the contract's code, comes from something in between or a wrong host: no chat is given
  // up for it.
  if (status < 400 || status === 404 || status === 408 || status >= 500) return "transient";
  return "permanent";
}

function readCode(body: Uint8Array): { code: string | null; members: readonly string[] } {
  try {
    const answer = readErrorAnswer(toJson(body));
    return answer.ok ? answer.value.error : { code: null, members: [] };
  } catch {
    return { code: null, members: [] };
  }
}

const longestWaitMs = 60 * 60 * 1000;

/** Milliseconds of a `Retry-After` in seconds or as a date; a wait of over an hour is not believed. */
function toRetryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  if (Number.isNaN(ms)) return undefined;
  return Math.min(Math.max(ms, 0), longestWaitMs);
}

/** System errors that come before anything is sent. */
const neverSent = ["ECONNREFUSED", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"];

/** Only the cause below ky's own errors is kept: those hold the whole request, its secret included. */
function toCause(error: unknown): Error | null {
  if (!(error instanceof Error)) return null;
  if ("request" in error) return error.cause instanceof Error ? error.cause : null;
  return error;
}

function toCode(error: Error | null): string | null {
  for (const link of [error?.cause, error]) {
    if (link instanceof Error && "code" in link && typeof link.code === "string") return link.code;
  }
  return null;
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === "TimeoutError";
}
