import { Hono } from "hono";

import { toBody } from "../content.ts";
import { parseJson } from "../json.ts";
import { tellTime, type Bindings } from "../listen.ts";
import { TeamwireRefusal } from "./errors.ts";
import { readChatPatch, readNewChat, readNewPost, readNumber, readQuery } from "./read-body.ts";
import type { TeamwireSimulator } from "./simulator.ts";

const longestWaitSeconds = 55;

/** The HTTP side of the Teamwire contract, version 1. */
export function createTeamwireApp(simulator: TeamwireSimulator): Hono<Bindings> {
  const { appId, secret, bot } = simulator.options;
  const expected = `Basic ${Buffer.from(`${appId}:${secret}`).toString("base64")}`;
  const app = new Hono<Bindings>({ strict: true });
  app.onError((error) => {
    if (error instanceof TeamwireRefusal) return error.toResponse();
    throw error;
  });
  app.notFound(() => new TeamwireRefusal("not_found", "no such path").toResponse());
  app.use(tellTime(simulator.options.clock));
  app.use(simulator.faults.middleware());
  app.use((c, next) => {
    if (c.req.header("Authorization") === expected) return next();
    throw new TeamwireRefusal("auth_failed", "AppID or secret is wrong");
  });

  app.get("/v1/me/", (c) => c.json({ user: bot }));
  app.get("/v1/users/", (c) => {
    const query = readQuery(c.req.query(), ["first_name", "last_name"]);
    const users = simulator.users.filter(
      (user) =>
        isSame(user.first_name, query["first_name"]) && isSame(user.last_name, query["last_name"]),
    );
    return c.json({ users });
  });
  app.get("/v1/users/:uid/", (c) => {
    const known = [bot, ...simulator.users];
    return c.json({ user: demand(known.find(({ uid }) => uid === c.req.param("uid"))) });
  });
  app.get("/v1/groups/", (c) => {
    const { title } = readQuery(c.req.query(), ["title"]);
    return c.json({
      groups: simulator.groups.filter((group) => title === undefined || group.title === title),
    });
  });
  app.get("/v1/groups/:gid/", (c) =>
    c.json({ group: demand(simulator.groups.find(({ gid }) => gid === c.req.param("gid"))) }),
  );
  addChatRoutes(app, simulator);
  app.post("/v1/assets/", async (c) =>
    c.json({ asset: await simulator.assets.upload(c.req.raw) }, 201),
  );
  app.get("/v1/assets/:id/", (c) => {
    const { content, mime_type: mimeType } = simulator.assets.get(c.req.param("id"));
    const { size, chunks } = content;
    if (!chunks) throw new TeamwireRefusal("not_found", "so large an asset is not kept");
    return c.body(toBody({ chunks }), 200, {
      "Content-Type": mimeType,
      "Content-Length": String(size),
    });
  });
  app.get("/v1/events/", async (c) => {
    const query = readQuery(c.req.query(), ["after", "wait"]);
    const limits = { otherwise: 0, most: longestWaitSeconds };
    const waitMs = readNumber(query["wait"], "wait", limits) * 1000;
    const { signal } = c.req.raw;
    const { feed, faults } = simulator;
    const hold = { waitMs, signal, stopped: () => faults.away };
    const answer = await feed.read(query["after"] ?? null, hold);
    return faults.away ? c.text("", 503) : c.json(answer);
  });
  return app;
}

function addChatRoutes(app: Hono<Bindings>, simulator: TeamwireSimulator): void {
  app.post("/v1/chats/", async (c) => {
    const wanted = readNewChat(parseJson(await c.req.text()));
    return c.json({ chat: simulator.createChat(wanted).chat }, 201);
  });
  app.get("/v1/chats/", (c) => {
    const mine = simulator.chats.filter((record) => !record.deleted && record.hasBot);
    return c.json({ chats: mine.map(({ chat }) => chat) });
  });
  app.get("/v1/chats/:tid/", (c) => c.json({ chat: simulator.botChat(c.req.param("tid")).chat }));
  app.patch("/v1/chats/:tid/", async (c) => {
    const patch = readChatPatch(parseJson(await c.req.text()));
    return c.json({ chat: simulator.patchChat(c.req.param("tid"), patch).chat });
  });
  app.post("/v1/chats/:tid/messages/", async (c) => {
    const post = readNewPost(parseJson(await c.req.text()));
    return c.json({ message: simulator.createPost(c.req.param("tid"), post) }, 201);
  });
  app.get("/v1/chats/:tid/messages/", (c) => {
    const query = readQuery(c.req.query(), ["after", "limit"]);
    const { messages } = simulator.botChat(c.req.param("tid"));
    const limit = readNumber(query["limit"], "limit", { otherwise: 100, most: 1000 });
    const after = query["after"];
    const before = after === undefined ? -1 : messages.findIndex(({ mid }) => mid === after);
    if (after !== undefined && before < 0) {
      throw new TeamwireRefusal("invalid_request", "after is no message of this chat");
    }
    const page = messages.slice(before + 1, before + 1 + limit);
    return c.json({ messages: page, has_more: before + 1 + limit < messages.length });
  });
}

function isSame(name: string, wanted: string | undefined): boolean {
  return wanted === undefined || name.toLowerCase() === wanted.toLowerCase();
}

function demand<T>(found: T | undefined): T {
  if (found === undefined) throw new TeamwireRefusal("not_found", "no such id");
  return found;
}
