import { Hono, type Context } from "hono";

import { toFault } from "../bridge/log/fault.ts";
import type { Health, Ledger, Log } from "../bridge/ports.ts";
import { createAccessLog, type Caller } from "./access-log.ts";
import { createGate } from "./gate.ts";
import { probeAnswer, probeHeader, probeStatus, type Probe } from "./probe.ts";
import { readBody } from "./read-body.ts";

export interface IntakeOptions {
  /** Where notifications are posted to, with its slash. */
  readonly path: string;
  /** All are accepted. */
  readonly secrets: readonly string[];
  readonly authRequired: boolean;
  /** Resolves when the notification is on disk. */
  readonly record: Ledger["record"];
  /** True while nothing is taken: at the start and while draining. */
  readonly refuse: () => boolean;
  /** Knows the calls that this process makes to itself. */
  readonly probe: Pick<Probe, "takes">;
  /** The wall clock. */
  readonly now: () => number;
  readonly health: Health;
  readonly log: Log;
}

/**
 * What Hono's server for Node adds to a request: the headers as Node parsed them. Making a `Headers` of them would cost
 * a quarter of this route's throughput (measured: 23,700 against 28,000 a second).
 */
export interface NodeRequest {
  readonly incoming?: Caller;
}

/** 360dialog's own limit is 3 MB. */
const maxBytes = 4 * 1024 * 1024;

/**
 * The webhook route. It answers 200 once the notification is on disk and never looks into it; whatever else it answers,
 * nothing was stored. One handler and no middleware: every notification comes through here.
 */
export function createIntake(options: IntakeOptions): Hono<{ Bindings: NodeRequest }> {
  const { path, record, refuse, probe, now } = options;
  const isWelcome = createGate(options);
  const tellAccess = createAccessLog(options);
  const tellRecording = createTeller(options.log);
  const app = new Hono<{ Bindings: NodeRequest }>();
  app.all("*", async (context) => {
    const caller = context.env?.incoming ?? { headers: context.req.header() };
    const answer = await take(context, caller.headers);
    tellAccess(caller, answer.status);
    return answer;
  });

  async function take(context: Context, headers: Caller["headers"]): Promise<Response> {
    if (context.req.path !== path) return context.text("Not found", 404);
    if (context.req.method !== "POST") {
      return context.text("Method not allowed", 405, { Allow: "POST" });
    }
    if (!isWelcome(headers["authorization"])) {
      return context.text("Unauthorized", 401, { "WWW-Authenticate": "Bearer" });
    }
    if (probe.takes(toText(headers[probeHeader]))) return context.text(probeAnswer, probeStatus);
    if (refuse()) return context.text("Not now", 503, retryLater);
    const body = await readBody(context.req.raw, { maxBytes, length: headers["content-length"] });
    if (body === "broken") return context.text("The body broke off", 400);
    if (body === "too large") return context.text("Too large", 413);
    try {
      await record({ source: "dialog360", receivedAt: now(), body });
    } catch (error) {
      tellRecording(error);
      return context.text("Not recorded", 503, retryLater);
    }
    tellRecording(null);
    return context.text("Recorded");
  }
  return app;
}

/** A header that comes twice is nobody's of ours. */
function toText(header: string | string[] | undefined): string | undefined {
  return typeof header === "string" ? header : undefined;
}

/** 360dialog repeats for up to 7 days with waits of its own; others who forward to us may honour this. */
const retryLater = { "Retry-After": "10" };

/** Logs once when recording begins to fail, and once when it works again. */
function createTeller(log: Log): (failure: unknown) => void {
  let isFailing = false;
  return (failure) => {
    if (isFailing === (failure !== null)) return;
    isFailing = failure !== null;
    if (isFailing) {
      log.error("notifications cannot be recorded: answered with 503", { error: toFault(failure) });
    } else log.info("notifications are recorded again");
  };
}
