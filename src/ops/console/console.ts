import { randomBytes } from "node:crypto";

import { Hono, type Context } from "hono";
import { bodyLimit } from "hono/body-limit";
import { streamSSE } from "hono/streaming";

import { OperatorError } from "../../bridge/errors.ts";
import type { Operator } from "../../bridge/operator.ts";
import { sessionViews } from "../../bridge/overview.ts";
import { createFeed, type FeedOptions } from "./feed.ts";

export interface ConsoleOptions extends FeedOptions {
  /** The page's files by name, `index.html` among them (`loadConsole`). */
  readonly files: Readonly<Record<string, string>>;
  /** Null while starting. */
  readonly operator: () => Operator | null;
  /** Whether there is somebody to log out. */
  readonly hasToken: boolean;
}

export interface Console {
  readonly routes: Hono;
  /** Ends what is live, which would hold up the end of the listener. */
  close(): void;
}

const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

const securityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join("; ");

const longestBody = 64 * 1024;

/** The operators' page: its files, what is live on it, and what can be done there. */
export function createConsole(options: ConsoleOptions): Console {
  const { files, now, hasToken } = options;
  const feed = createFeed(options);
  // Told on the live connection, which no other site can read: who knows it asks from our own page.
  const pageToken = randomBytes(16).toString("hex");
  const routes = new Hono();
  routes.get("/console/live", (c) => {
    const view = sessionViews.find((name) => name === c.req.query("view")) ?? "recent";
    c.header("X-Accel-Buffering", "no");
    return streamSSE(c, async (stream) => {
      const viewer = feed.watch(view);
      stream.onAbort(() => viewer.leave());
      const hello = JSON.stringify({ now: now(), pageToken, hasToken, view });
      await stream.writeSSE({ event: "hello", data: hello });
      while (!stream.aborted) {
        const parts = await viewer.next();
        if (parts.length === 0) break;
        for (const { name, json } of parts) await stream.writeSSE({ event: name, data: json });
      }
      viewer.leave();
    });
  });
  routes.post("/console/decide", bodyLimit({ maxSize: longestBody }), async (c) => {
    if (c.req.header("X-Page-Token") !== pageToken) {
      return c.json({ error: "This page is of an earlier start: load it again" }, 403);
    }
    const answer = await decide(c, options.operator());
    feed.hurry();
    return answer;
  });
  routes.get("/", (c) => serveFile(c, "index.html", files));
  routes.get("/console/:file", (c) => serveFile(c, c.req.param("file"), files));
  return { routes, close: () => feed.close() };
}

/** What can be done to rows, by the names of the operator. */
const decisions = [
  "deliveries.retry",
  "deliveries.drop",
  "notifications.replay",
  "notifications.drop",
] as const satisfies readonly (keyof Operator)[];

interface Wanted {
  readonly name: keyof Operator;
  readonly ids: readonly number[];
}

/** Does what was chosen on the page, as the commands do. */
async function decide(c: Context, operator: Operator | null): Promise<Response> {
  const wanted = toWanted(await c.req.json().catch(() => null));
  if (!wanted) return c.json({ error: "This is nothing that can be done here" }, 400);
  if (!operator) return c.json({ error: "It is still starting: try again in a moment" }, 503);
  let done = 0;
  const refused: unknown[] = [];
  try {
    for (const { name, ids } of wanted) {
      const verdicts = await operator[name](ids);
      done += verdicts.done.length;
      refused.push(...verdicts.refused.map((one) => ({ ...one, of: name.split(".")[0] })));
    }
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return c.json({ error: [error.message, error.hint].filter(Boolean).join("; ") }, 503);
  }
  return c.json({ done, refused });
}

/** The ids under each name; null where anything is neither. */
function toWanted(body: unknown): readonly Wanted[] | null {
  if (typeof body !== "object" || body === null) return null;
  const wanted = Object.entries(body).flatMap(([key, ids]: [string, unknown]) => {
    const name = decisions.find((known) => known === key);
    return name && isIds(ids) ? [{ name, ids }] : [];
  });
  return wanted.length === Object.keys(body).length ? wanted : null;
}

function isIds(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((id) => Number.isSafeInteger(id));
}

function serveFile(c: Context, name: string, files: ConsoleOptions["files"]): Response {
  const text = Object.hasOwn(files, name) ? files[name] : undefined;
  if (text === undefined) return c.text("Not found\n", 404);
  return c.body(text, 200, {
    "Content-Type": contentTypes[name.split(".").at(-1) ?? ""] ?? "text/plain",
    "Content-Security-Policy": securityPolicy,
    "Cache-Control": "no-cache",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
}
