import type { Breakage, FaultAnswer } from "../../src/simulator/faults.ts";
import type { Random } from "./random.ts";

/** The troubles that 360dialog makes, at random. */
export interface Storm {
  /** The trouble of the next call; null for none. */
  readonly next: () => FaultAnswer | Breakage | null;
  /** How often there was which. */
  readonly counts: ReadonlyMap<string, number>;
  /** How many calls got no answer so far. */
  readonly silences: () => number;
}

/** What a call comes to by the name under which it is counted, and how often that is among others. */
type Weather = readonly [name: string, weight: number, trouble: FaultAnswer | Breakage | null];

const html = { "Content-Type": "text/html" };

/** Shapes of errors in dialog360-facts: rates with and without a wait and a code, gateways in JSON and HTML, broken connections. */
const weathers: readonly Weather[] = [
  ["taken and answered", 30, null],
  ["429 with Retry-After", 8, { ...refuse(429, 130_429), headers: { "Retry-After": "7" } }],
  ["429 without Retry-After", 8, refuse(429, 130_429)],
  ["429 of v1", 4, { status: 429, body: { errors: [{ code: 1015, title: "Too many requests" }] } }],
  [
    "rate as 400 of the gateway",
    4,
    refuseByGateway(400, "You have exceeded the limit of 1 request every 5 seconds"),
  ],
  ["500 in JSON", 6, refuse(500, 131_000)],
  ["503 in JSON", 4, refuse(503, 131_016)],
  ["555 of the gateway", 4, refuseByGateway(500, "Internal error", 555)],
  ["502 in HTML", 4, { status: 502, body: "<html>502 Bad Gateway</html>", headers: html }],
  ["503 in HTML", 6, { status: 503, body: "<html>503 Unavailable</html>", headers: html }],
  ["broken before it was heard", 8, "unheard"],
  ["taken, broken before the answer", 6, "unanswered"],
  ["taken, broken in the answer", 6, "cut off"],
  ["taken, no answer", 2, "silent"],
];

/** @param options.mostSilences how many calls may wait in vain: the program's patience is real time */
export function createStorm(random: Random, options: { readonly mostSilences: number }): Storm {
  const counts = new Map<string, number>();
  const total = weathers.reduce((sum, [, weight]) => sum + weight, 0);
  let silences = 0;
  function pick(): Weather | undefined {
    let left = random() * total;
    return weathers.find(([, weight]) => (left -= weight) < 0);
  }
  function next(): FaultAnswer | Breakage | null {
    const [name = "", , trouble = null] = pick() ?? [];
    if (trouble === "silent" && silences === options.mostSilences) return next();
    if (trouble === "silent") silences += 1;
    counts.set(name, (counts.get(name) ?? 0) + 1);
    return trouble;
  }
  return { next, counts, silences: () => silences };
}

/** Of those counted, the calls that took effect although their answer did not come. */
export function countTaken(counts: ReadonlyMap<string, number>): number {
  return weathers
    .filter(([, , trouble]) => typeof trouble === "string" && trouble !== "unheard")
    .reduce((sum, [name]) => sum + (counts.get(name) ?? 0), 0);
}

function refuse(status: number, code: number): FaultAnswer {
  const error = { message: `(#${code}) Storm`, type: "OAuthException", code };
  return { status, body: { error } };
}

function refuseByGateway(status: number, words: string, code = status): FaultAnswer {
  const meta = { success: false, http_code: code, developer_message: words };
  return { status, body: { meta } };
}
