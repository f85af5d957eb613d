import type { Verdict } from "../errors.ts";

/** What an error code of WhatsApp means. */
export interface Meaning {
  /** What the program does about it. */
  readonly verdict: Verdict;
  /** The text that tells staff why, and what they can do. */
  readonly text: FailureText;
  /** Whether it is of the customer or the account: then all that is sent to them meets it. */
  readonly isOfAll: boolean;
}

type FailureText = (typeof table)[number][1];

/**
 * Meta's lists of errors of the Cloud API and of the On-Premises API, of which the latter has the numbers up to 2003. They
 * do not collide, so one table serves both. Of a code that is not in it the HTTP status decides, and staff are told Meta's
 * own title.
 */
const table = [
  ["window", "failed.window", [131047, 470]],
  // Rates; 131048 and 471 are for messages that people blocked or reported.
  ["throttled", "failed.throttled", [4, 613, 80007, 130429, 131064, 133016, 429, 1015]],
  ["throttled", "failed.limited", [131048, 471]],
  ["pair", "failed.throttled", [131056]],
  // Out of order for now, in whole or in part.
  ["transient", "failed.fault", [1, 2, 131000, 131016, 131057]],
  ["transient", "failed.fault", [500, 1000, 1011, 1014, 1016, 1017, 1018, 1023]],
  ["transient", "failed.file", [131053]],
  // Access (behind 360dialog often its own token, not the key), locks, payment, registration, name, certificate.
  ["account", "failed.account", [0, 3, 10, 190, 131005, 368, 131031]],
  ["account", "failed.account", [131042, 131045, 133010, 131037]],
  ["account", "failed.account", [1005, 1022, 1024, 402, 430, 432, 433]],
  ["permanent", "failed.undeliverable", [131026, 1006, 1013, 1021, 1026]],
  ["permanent", "failed.unreached", [408, 410]],
  ["permanent", "failed.country", [130497]],
  ["permanent", "failed.marketing", [131049, 130472, 472]],
  ["permanent", "failed.opted-out", [131050]],
  ["permanent", "failed.own-number", [131021]],
  ["permanent", "failed.test-account", [131030]],
  ["permanent", "failed.needs-number", [131062]],
  ["permanent", "failed.template", [132000, 132001, 132005, 132007, 132008, 132012]],
  ["permanent", "failed.template", [132015, 132016, 132068, 132069]],
  ["permanent", "failed.template", [2000, 2001, 2002, 2003]],
  ["permanent", "failed.file", [131052, 400]],
  ["permanent", "failed.type", [131051, 501]],
  // What only a fault of ours can bring about.
  ["permanent", "failed.bot", [33, 100, 131008, 131009, 135000]],
  ["permanent", "failed.bot", [1001, 1002, 1004, 1008, 1009, 1010, 1025]],
] as const satisfies readonly (readonly [Verdict, string, readonly number[]])[];

const ofOneMessage: ReadonlySet<string> = new Set([
  "failed.template",
  "failed.needs-number",
  "failed.file",
  "failed.type",
  "failed.bot",
]);

const meanings: ReadonlyMap<number, Meaning> = new Map(
  table.flatMap(([verdict, text, codes]) =>
    codes.map((code) => [code, { verdict, text, isOfAll: !ofOneMessage.has(text) }] as const),
  ),
);

/** The meaning of a code; null for one that nobody has told us of. */
export function findMeaning(code: number): Meaning | null {
  // Graph's permissions.
  const known = code >= 200 && code <= 299 ? 10 : code;
  return meanings.get(known) ?? null;
}
