import { DeliveryError } from "../bridge/errors.ts";
import { NoWayError } from "../network/call-error.ts";

/** Failures before anything was sent: nobody is there, no such name, no way to it. */
const beforeSending = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH)$/;

/**
 * A call that got no whole answer. After the request went out (a time-out, a connection that broke) the other side may
 * have taken it.
 * @param thrown by the network or ky; not passed on, since ky's errors hold the request with its key
 */
export function toTransportError(tried: string, thrown: unknown): DeliveryError {
  const causes = toCauses(thrown);
  const noWay = causes.find((cause) => cause instanceof NoWayError);
  if (noWay) return new DeliveryError(`${tried}: ${noWay.message}`, { verdict: "transient" });
  const code = causes.map(toCode).find((found) => found !== null) ?? null;
  const neverSent = code !== null && beforeSending.test(code);
  const timedOut = causes.some(({ name }) => name === "TimeoutError");
  const what = timedOut
    ? "no answer in time"
    : neverSent
      ? "no connection"
      : "the connection broke";
  return new DeliveryError(`${tried}: ${what}${code ? ` (${code})` : ""}`, {
    verdict: "transient",
    uncertain: !neverSent,
  });
}

function toCauses(thrown: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = thrown; next instanceof Error && causes.length < 5; next = next.cause) {
    causes.push(next);
  }
  return causes;
}

function toCode(error: Error): string | null {
  const code: unknown = "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}
