import { toCauses, toCode } from "./transport-errors.ts";

/** Where a call to a public address of ours ended. */
export type Reach =
  /** At the very process that made it. */
  | { readonly kind: "reached" }
  /** There too, but what it answered did not come back as it was. */
  | { readonly kind: "altered"; readonly status: number }
  | { readonly kind: "unreachable"; readonly reason: string }
  | { readonly kind: "untrusted"; readonly reason: string }
  | { readonly kind: "another bot"; readonly status: number }
  | { readonly kind: "other"; readonly status: number };

/** Finds out whether the webhook's public address leads to this process. */
export interface Probe {
  /** Calls an address that is ours, since the secret goes with it. Never rejects. */
  run(url: string): Promise<Reach>;
  /** Whether a request carries what a call of ours, still under way, gave it; true once for each. */
  takes(nonce: string | undefined): boolean;
}

export interface ProbeOptions {
  /** What our webhook demands; null where it demands none. */
  readonly secret: string | null;
  /** Gives what nobody can guess. */
  readonly createNonce: () => string;
  /** For one call, in real time; 10 s by default. */
  readonly timeoutMs?: number;
  /** The way out of this process. */
  readonly fetch: typeof globalThis.fetch;
}

/** The header by which the webhook knows its own process's call; in lower case, as Node has it. */
export const probeHeader = "x-whatsapp-bot-probe";
/** What the webhook answers to it. */
export const probeAnswer = "Probe";
/** Accepted, and not recorded: what is answered 200 is on disk. */
export const probeStatus = 202;

/** A notification that tells nothing, for whoever takes it for one. */
const emptyNotification = JSON.stringify({ object: "whatsapp_business_account", entry: [] });

export function createProbe(options: ProbeOptions): Probe {
  const { secret, createNonce, timeoutMs = 10_000, fetch } = options;
  const underway = new Set<string>();

  async function run(url: string): Promise<Reach> {
    const nonce = createNonce();
    underway.add(nonce);
    try {
      const answer = await fetch(url, {
        method: "POST",
        headers: {
          ...(secret !== null && { Authorization: `Bearer ${secret}` }),
          "Content-Type": "application/json",
          [probeHeader]: nonce,
          Connection: "close",
        },
        body: emptyNotification,
        // The secret must not follow a redirect to another host.
        redirect: "manual",
        signal: AbortSignal.timeout(timeoutMs),
      });
      const text = await readBeginning(answer);
      return judge({ answer, text, isTaken: !underway.has(nonce) });
    } catch (error) {
      return judgeSilence(error);
    } finally {
      underway.delete(nonce);
    }
  }

  return { run, takes: (nonce) => nonce !== undefined && underway.delete(nonce) };
}

/** Where a call ended, as another process tells it; null for what is nothing of the kind. */
export function toReach(told: unknown): Reach | null {
  if (typeof told !== "object" || told === null) return null;
  const { kind, status = 0, reason = "" }: Partial<Record<string, unknown>> = { ...told };
  if (typeof status !== "number" || typeof reason !== "string") return null;
  switch (kind) {
    case "reached":
      return { kind };
    case "altered":
    case "another bot":
    case "other":
      return { kind, status };
    case "unreachable":
    case "untrusted":
      return { kind, reason };
    default:
      return null;
  }
}

interface Answered {
  readonly answer: Response;
  readonly text: string;
  /** Whether our webhook saw it. */
  readonly isTaken: boolean;
}

function judge({ answer, text, isTaken }: Answered): Reach {
  const { status } = answer;
  if (isTaken)
    return status === probeStatus && text === probeAnswer
      ? { kind: "reached" }
      : { kind: "altered", status };
  const isBot =
    (status === 200 && text === "Recorded") ||
    (status === 401 &&
      text === "Unauthorized" &&
      answer.headers.get("www-authenticate") === "Bearer");
  return { kind: isBot ? "another bot" : "other", status };
}

/** Words of the failures of TLS, as Node names them by code and Deno by message. */
const tlsTrouble = /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|ERR_SSL|EPROTO|certificate|handshake/;

function judgeSilence(thrown: unknown): Reach {
  const causes = toCauses(thrown);
  const codes = causes.flatMap((cause) => toCode(cause) ?? []);
  if (causes.some(({ name }) => name === "TimeoutError")) {
    return { kind: "unreachable", reason: "no answer in time" };
  }
  const isTls = [...codes, ...causes.map(({ message }) => message)].some((words) =>
    tlsTrouble.test(words),
  );
  const [code] = codes;
  if (isTls) return { kind: "untrusted", reason: code ?? "TLS failed" };
  return { kind: "unreachable", reason: code ?? "no connection" };
}

const mostBytes = 1024;

/** What somebody else answers may be long. */
async function readBeginning({ body }: Response): Promise<string> {
  if (!body) return "";
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length >= mostBytes) break;
  }
  return text;
}
