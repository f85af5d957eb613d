import { Hono, type Context } from "hono";
import { streamSSE } from "hono/streaming";

import type { SimulatorClock } from "./clock.ts";
import type { SimulatedCustomer } from "./dialog360/conversations.ts";
import type { CustomerContent } from "./dialog360/phone-messages.ts";
import { isObject, isText, parseJson, type JsonObject } from "./json.ts";
import { listen, type Bindings, type Listening } from "./listen.ts";
import { addFileRoutes } from "./stage-files.ts";
import { toStageState } from "./stage-state.ts";
import { readAttachments } from "./teamwire/read-body.ts";
import { Watchers } from "./watchers.ts";
import type { World } from "./world.ts";

const coalesceMs = 30;
const longestShiftMs = 366 * 24 * 60 * 60 * 1000;
const contentTypes: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
};

export interface StageOptions {
  readonly world: World;
  /** The page's files by name, `index.html` among them (`loadPage`). */
  readonly page: Readonly<Record<string, string>>;
  readonly clock: SimulatorClock;
  /** Lets time pass for both simulators and the relay alike. */
  readonly advance: (ms: number) => void | Promise<void>;
  /** 0 or none takes a free one. */
  readonly port?: number;
}

/** The page asked for something that cannot be done; its message is shown there. */
class StageError extends Error {
  override readonly name = "StageError";
}

/** Serves the demo page with its API on 127.0.0.1. The cast's customers are put on stage. */
export function startStage(options: StageOptions): Promise<Listening> {
  const { dialog360, cast } = options.world;
  for (const customer of cast.customers) dialog360.simulator.conversations.open(customer);
  return listen(createStageApp(options), options.port);
}

/** The page, its API, and its live updates. */
export function createStageApp({ world, page, clock, advance }: StageOptions): Hono<Bindings> {
  const dialog360 = world.dialog360.simulator;
  const teamwire = world.teamwire.simulator;
  const watchers = new Watchers();
  dialog360.watch(() => watchers.tell());
  teamwire.watch(() => watchers.tell());

  function customerOf(c: Context): SimulatedCustomer {
    const wanted = c.req.param("id");
    const conversation = dialog360.conversations.list().find(({ id }) => id === wanted);
    if (!conversation) throw new StageError("This customer is not there any more.");
    return conversation.customer;
  }

  const app = new Hono<Bindings>();
  app.onError((error, c) => c.json({ error: { message: error.message } }, 422));
  let passing: Promise<unknown> = Promise.resolve();
  app.use(async (c, next) => {
    // Both are more than a form of another site can send.
    const isJson = c.req.header("Content-Type")?.startsWith("application/json") ?? false;
    const isFile = c.req.header("Content-Disposition")?.startsWith("attachment") ?? false;
    if (c.req.method === "POST" && !isJson && !isFile) {
      throw new StageError("Only JSON and files are taken here.");
    }
    // What is done on the page while time passes happens afterwards.
    if (c.req.method === "POST") await passing;
    await next();
  });
  app.get("/api/live", (c) =>
    streamSSE(c, async (stream) => {
      let changed = Promise.withResolvers<void>();
      const stop = watchers.add(() => changed.resolve());
      stream.onAbort(() => {
        stop();
        changed.resolve();
      });
      while (!stream.aborted) {
        changed = Promise.withResolvers<void>();
        const state = toStageState(dialog360, teamwire, clock.now());
        await stream.writeSSE({ event: "state", data: JSON.stringify(state) });
        await changed.promise;
        await clock.sleep(coalesceMs);
      }
    }),
  );
  app.post("/api/customers", async (c) => {
    const customer = readCustomer(await readBody(c));
    if (dialog360.conversations.find(customer)) throw new StageError("This number is taken.");
    const { id } = dialog360.conversations.open(customer);
    watchers.tell();
    return c.json({ id });
  });
  app.post("/api/customers/:id/messages", async (c) => {
    const body = await readBody(c);
    const replyTo = toText(body["replyTo"]);
    const { id } = dialog360.writes(customerOf(c), readContent(body), {
      ...(replyTo && { replyTo }),
    });
    return c.json({ id });
  });
  app.post("/api/customers/:id/read", (c) => {
    dialog360.reads(customerOf(c));
    return c.json({});
  });
  app.post("/api/chats/:tid/messages", async (c) => {
    const body = await readBody(c);
    const uid = readText(body, "uid");
    const attachments = readAttachments(body["attachments"]);
    const text = attachments ? toText(body["text"]) : readText(body, "text");
    const replyTo = toText(body["replyTo"]);
    const { mid } = teamwire.post(c.req.param("tid"), uid, {
      ...(text && { text }),
      ...(replyTo && { replyTo }),
      ...(attachments && { attachments }),
    });
    return c.json({ mid });
  });
  app.post("/api/chats/:tid/messages/:mid/delete", (c) => {
    teamwire.deletePost(c.req.param("tid"), c.req.param("mid"));
    return c.json({});
  });
  app.post("/api/chats/:tid/read", async (c) => {
    teamwire.read(c.req.param("tid"), readText(await readBody(c), "uid"));
    return c.json({});
  });
  app.post("/api/chats/:tid/close", (c) => {
    teamwire.closeChat(c.req.param("tid"));
    return c.json({});
  });
  app.post("/api/chats/:tid/reopen", (c) => {
    teamwire.reopenChat(c.req.param("tid"));
    return c.json({});
  });
  app.post("/api/chats/:tid/delete", async (c) => {
    teamwire.deleteChat(c.req.param("tid"), readText(await readBody(c), "uid"));
    return c.json({});
  });
  app.post("/api/clock", async (c) => {
    const { ms } = await readBody(c);
    if (typeof ms !== "number" || !(ms > 0 && ms <= longestShiftMs)) {
      throw new StageError("Time passes forward only, and by a year at most.");
    }
    const passed = passing.then(() => advance(ms));
    passing = passed.catch(() => undefined);
    await passed;
    watchers.tell();
    return c.json({ now: clock.now() });
  });
  addFileRoutes(app, world);
  app.get("/:file?", (c) => {
    const name = c.req.param("file") ?? "index.html";
    const text = Object.hasOwn(page, name) ? page[name] : undefined;
    if (text === undefined) return c.notFound();
    return c.body(text, 200, {
      "Content-Type": contentTypes[name.split(".").at(-1) ?? ""] ?? "text/plain",
      "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:",
      "Cache-Control": "no-cache",
    });
  });
  return app;
}

async function readBody(c: Context): Promise<JsonObject> {
  const body = parseJson(await c.req.text());
  if (!isObject(body)) throw new StageError("A JSON object is wanted.");
  return body;
}

function readText(body: JsonObject, name: string): string {
  const text = body[name];
  if (!isText(text) || text.trim() === "") throw new StageError(`There is no ${name}.`);
  return text;
}

/** A text, or WhatsApp's own object of another kind, under `content`. */
function readContent(body: JsonObject): CustomerContent {
  const { content } = body;
  if (content === undefined) return readText(body, "text");
  if (!isObject(content)) throw new StageError("The content is no object.");
  return { ...content, type: readText(content, "type") };
}

function readCustomer(body: JsonObject): SimulatedCustomer {
  const name = readText(body, "name").trim();
  const phone = toText(body["phone"]).replace(/[\s()/+-]/g, "");
  const username = toText(body["username"]).replace(/^@/, "");
  if (phone && !/^\d{6,15}$/.test(phone)) {
    throw new StageError("A phone number has 6 to 15 digits, with the country's code in front.");
  }
  if (!phone && !/^[\w.]{3,30}$/.test(username)) {
    throw new StageError("Somebody without a number needs a user name of 3 to 30 letters.");
  }
  return {
    name,
    ...(phone ? { phone } : { userId: `DE.8${toDigits(username)}` }),
    ...(username ? { username } : {}),
  };
}

function toText(value: unknown): string {
  return isText(value) ? value.trim() : "";
}

/** A user id's digits, the same for the same user name. */
function toDigits(username: string): string {
  let digits = 0n;
  for (const char of username.toLowerCase()) {
    digits = (digits * 131n + BigInt(char.codePointAt(0) ?? 0)) % 10n ** 19n;
  }
  return String(digits).padStart(19, "0");
}
