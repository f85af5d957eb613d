import { DeliveryError } from "../bridge/errors.ts";
import { toSystemCode } from "../bridge/log/fault.ts";
import { plain } from "../bridge/log/plain.ts";
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
  if (noWay) {
    const { message, why } = noWay;
    return new DeliveryError(`${tried}: ${message}`, { verdict: "transient", why });
  }
  const code = causes.map(toCode).find((found) => found !== null) ?? null;
  const neverSent = code !== null && beforeSending.test(code);
  const timedOut = causes.some(({ name }) => name === "TimeoutError");
  const what = timedOut
    ? plain`no answer in time`
    : neverSent
      ? plain`no connection`
      : plain`the connection broke`;
  const why = code ? plain`${what} (${toSystemCode(code)})` : what;
  return new DeliveryError(`${tried}: ${String(why)}`, {
    verdict: "transient",
    uncertain: !neverSent,
    why,
  });
}

/** An error with those that it was made of, the outermost first. */
export function toCauses(thrown: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = thrown; next instanceof Error && causes.length < 5; next = next.cause) {
    causes.push(next);
  }
  return causes;
}

/** The system's word, such as `ECONNREFUSED`. */
export function toCode(error: Error): string | null {
  const code: unknown = "code" in error ? error.code : null;
  return typeof code === "string" ? code : null;
}
