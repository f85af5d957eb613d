import { createHmac, hash, timingSafeEqual } from "node:crypto";

import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

export interface GuardOptions {
  /** `WA_OPS_TOKEN`; without one everybody is let in who calls this machine by a name of its own. */
  readonly token: string | null;
  /** What a browser without the token is shown: a form that posts `token` to `login`. */
  readonly loginPage: string;
  /** The wall clock. */
  readonly now: () => number;
}

const loggedInMs = 30 * 24 * 60 * 60 * 1000;
const longestForm = 8 * 1024;
/** The place in the login page for a word on a token that was wrong. */
const errorMark = "<!-- error -->";
const wrongToken = '<p role="alert">This is not the token that WA_OPS_TOKEN holds.</p>';

/**
 * Stands in front of all that only operators may see. Programs show the token as `Authorization: Bearer`; a browser
 * logs in once and keeps a cookie that says so without holding the token.
 */
export function createGuard(options: GuardOptions): Hono {
  const { token } = options;
  const guard = new Hono();
  guard.use(refuseOtherSites);
  if (token === null) {
    guard.use(expectOwnName);
    return guard;
  }
  const passes = createPasses(token, options.now);
  guard.post("/login", bodyLimit({ maxSize: longestForm }), async (c) => {
    // What broke off or is no form holds no token.
    const { token: given } = await c.req.parseBody().catch(() => ({ token: null }));
    if (typeof given !== "string" || !isSame(given.trim(), token)) {
      return showLogin(c, options.loginPage.replace(errorMark, wrongToken));
    }
    passes.give(c);
    return c.redirect("./", 303);
  });
  guard.post("/logout", (c) => {
    passes.take(c);
    return c.redirect("./", 303);
  });
  guard.use(async (c, next) => {
    const bearer = c.req.header("Authorization")?.match(/^Bearer +(\S+) *$/i)?.[1];
    if (bearer === undefined ? passes.has(c) : isSame(bearer, token)) return next();
    const isPage = c.req.method === "GET" && c.req.header("Accept")?.includes("text/html");
    if (isPage && bearer === undefined) return showLogin(c, options.loginPage);
    return c.text("Unauthorized: WA_OPS_TOKEN is needed, as Authorization: Bearer\n", 401, {
      "WWW-Authenticate": 'Bearer realm="whatsapp-bot"',
    });
  });
  return guard;
}

/** A page of another site may lead here, and that is all: it can neither load anything from here nor send forms. */
const refuseOtherSites: MiddlewareHandler = async (c, next) => {
  const site = c.req.header("Sec-Fetch-Site");
  const isOwn = site === undefined || site === "same-origin" || site === "none";
  const isLink = c.req.method === "GET" && c.req.header("Sec-Fetch-Mode") === "navigate";
  if (isOwn || isLink) return next();
  return c.text("Forbidden: another site asked for this\n", 403);
};

/** A foreign name that leads to this machine lets a web page read what is behind it (DNS rebinding). */
const expectOwnName: MiddlewareHandler = async (c, next) => {
  if (isOwnName(c.req.header("Host") ?? "")) return next();
  return c.text(
    "Forbidden: call this machine 127.0.0.1 or localhost, or set WA_OPS_TOKEN to allow any name\n",
    403,
  );
};

function isOwnName(host: string): boolean {
  const name = host.replace(/:\d+$/, "").toLowerCase();
  return /^(?:127(?:\.\d{1,3}){3}|\[::1\]|(?:[\w-]+\.)*localhost)$/.test(name);
}

interface Passes {
  has(c: Context): boolean;
  give(c: Context): void;
  take(c: Context): void;
}

/** A pass is the time of its end, signed: nothing is kept here, and another token ends them all. */
function createPasses(token: string, now: () => number): Passes {
  const sign = (text: string): string => createHmac("sha256", token).update(text).digest("hex");
  // Cookies know no ports: two bots on one host must not log each other out.
  const name = `whatsapp-bot-${sign("name").slice(0, 8)}`;
  const toPass = (endsAt: number): string => `${endsAt}.${sign(`console until ${endsAt}`)}`;
  return {
    has(c) {
      const pass = getCookie(c, name) ?? "";
      const endsAt = Number.parseInt(pass, 10);
      return endsAt > now() && isSame(pass, toPass(endsAt));
    },
    give(c) {
      setCookie(c, name, toPass(now() + loggedInMs), {
        ...toAttributes(c),
        maxAge: loggedInMs / 1000,
      });
    },
    take(c) {
      deleteCookie(c, name, toAttributes(c));
    },
  };
}

function toAttributes(c: Context): NonNullable<Parameters<typeof setCookie>[3]> {
  // Whoever lies about this harms nobody's cookie but their own.
  const secure = c.req.header("X-Forwarded-Proto") === "https";
  return { path: "/", httpOnly: true, sameSite: "Strict", secure };
}

/** In constant time. */
function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(hash("sha256", given, "buffer"), hash("sha256", wanted, "buffer"));
}

function showLogin(c: Context, page: string): Response {
  const style = /<style>(.*?)<\/style>/s.exec(page)?.[1] ?? "";
  const styleHash = hash("sha256", style, "base64");
  return c.html(page, 401, {
    "Content-Security-Policy": `default-src 'none'; style-src 'sha256-${styleHash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
  });
}
