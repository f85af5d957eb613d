import type { Verdict } from "../bridge/errors.ts";

/**
 * What is to be done about each code, of Meta's lists of errors of the Cloud API and of the On-Premises API. Their
 * numbers do not collide, so one table serves both; codes that are not in it are judged by the HTTP status.
 */
const codes: Readonly<Record<Verdict, readonly number[]>> = {
  transient: [
    ...[1, 2, 131000, 131016, 131053, 131057],
    // On-Premises: internal errors, and parts of it that are down.
    ...[500, 1000, 1011, 1014, 1016, 1017, 1018, 1023],
  ],
  throttled: [4, 613, 80007, 130429, 131048, 131056, 131064, 133016, 429, 471, 1015],
  account: [
    // Access: behind 360dialog usually its own token, not the key.
    ...[0, 3, 10, 190, 1005, 1022, 1024],
    // The account: restricted, locked, country, payment, registration, display name, certificate.
    ...[368, 131031, 130497, 131042, 131045, 131037, 402, 430, 432, 433],
  ],
  window: [131047, 470],
  gone: [],
  permanent: [
    // The recipient: cannot be reached, experiment, has stopped marketing, is the sender, is not allowed.
    ...[
      131021, 131026, 131030, 131049, 131050, 130472, 131062, 408, 410, 472, 1006, 1013, 1021, 1026,
    ],
    // The message: a bad parameter, an unsupported type.
    ...[33, 100, 131008, 131009, 131051, 131052, 135000, 400, 501, 1001, 1002, 1004, 1008, 1009],
    ...[1010, 1025],
    // The template: parameters, language, length, policy, format, paused, disabled, its flow.
    ...[132000, 132001, 132005, 132007, 132008, 132012, 132015, 132016, 132068, 132069],
    ...[2000, 2001, 2002, 2003],
  ],
};

/** The verdict on a known code; null for any other. */
export function judgeCode(code: number, shape: "graph" | "on-premises"): Verdict | null {
  // Graph's permissions; the same numbers mean nothing in the other shape.
  if (shape === "graph" && code >= 200 && code <= 299) return "account";
  for (const [verdict, known] of Object.entries(codes)) {
    if (known.includes(code)) return verdict as Verdict; // keys of the table above
  }
  return null;
}

/** The verdict on an HTTP status, asked only where no code tells more: the same code comes with different ones. */
export function judgeStatus(status: number): Verdict {
  if (status === 429) return "throttled";
  if (status >= 500 || status === 408) return "transient";
  // A redirect, an address that is not there, a refused key: once an operator has set that right, it goes out.
  const isAccess = (status >= 300 && status < 400) || [401, 402, 403, 404, 405].includes(status);
  return isAccess ? "account" : "permanent";
}
