import type { Verdict } from "../bridge/errors.ts";

/**
 * What is to be done about each code, of Meta's lists of errors of the Cloud API and of the On-Premises API. Their
 * numbers do not collide, so one table serves both. Codes that are not in it are judged by the HTTP status.
 */
const verdicts: readonly (readonly [verdict: Verdict, what: string, codes: readonly number[]])[] = [
  ["transient", "Cloud API: out of order for now", [1, 2, 131000, 131016, 131053, 131057]],
  ["transient", "On-Premises: internal, a part is down", [500, 1000, 1011, 1014, 1016, 1017, 1018]],
  ["transient", "On-Premises: its database", [1023]],
  ["throttled", "Cloud API: rates", [4, 613, 80007, 130429, 131048, 131064, 133016]],
  ["pair", "Cloud API: too many messages to this customer", [131056]],
  ["throttled", "On-Premises: rates", [429, 471, 1015]],
  ["account", "access; behind 360dialog often its own token, not the key", [0, 3, 10, 190]],
  ["account", "restricted, locked", [368, 131031]],
  ["account", "payment, registration, display name", [131042, 131045, 131037]],
  ["account", "On-Premises: access, payment, certificate", [1005, 1022, 1024, 402, 430, 432, 433]],
  ["window", "more than 24 hours", [131047, 470]],
  ["permanent", "recipient: out of reach, itself, not allowed", [131026, 131021, 131030, 131062]],
  ["permanent", "recipient: a country that we may not write to", [130497]],
  ["permanent", "recipient: limit, experiment, opted out", [131049, 130472, 131050, 472]],
  ["permanent", "On-Premises: recipient unknown or not valid", [1006, 1013, 1021, 1026]],
  ["permanent", "bad parameter", [33, 100, 131008, 131009, 135000]],
  ["permanent", "type or media", [131051, 131052, 400, 501]],
  ["permanent", "On-Premises: bad request", [1001, 1002, 1004, 1008, 1009, 1010, 1025]],
  ["permanent", "On-Premises: not valid any more", [408, 410]],
  ["permanent", "template: parameters, text", [132000, 132001, 132005, 132007, 132008, 132012]],
  ["permanent", "template: paused, disabled, flow", [132015, 132016, 132068, 132069]],
  ["permanent", "On-Premises: template", [2000, 2001, 2002, 2003]],
];

/** The verdict on a known code; null for any other. */
export function judgeCode(code: number, shape: "graph" | "on-premises"): Verdict | null {
  // Graph's permissions; the same numbers mean nothing in the other shape.
  if (shape === "graph" && code >= 200 && code <= 299) return "account";
  return verdicts.find(([, , codes]) => codes.includes(code))?.[0] ?? null;
}

/** The verdict on an HTTP status, asked only where no code tells more: the same code comes with different ones. */
export function judgeStatus(status: number): Verdict {
  if (status === 429) return "throttled";
  if (status >= 500 || status === 408) return "transient";
  // A redirect, an address that is not there, a refused key: once an operator has set that right, it goes out.
  const isAccess = (status >= 300 && status < 400) || [401, 402, 403, 404, 405].includes(status);
  return isAccess ? "account" : "permanent";
}
