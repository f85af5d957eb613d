import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

import type { Bot, Ending } from "./bot.ts";

/** What stands between the public address and a bot: a proxy, or whatever somebody made of it. */
export interface Front {
  readonly url: string;
  /** What came in, in order. */
  readonly received: { readonly headers: IncomingHttpHeaders; readonly body: string }[];
  /** Answers a post; without one every post is passed on. */
  answer: ((post: Post) => Promise<Passed>) | null;
  /** To whom posts are passed on. */
  bot: Bot | null;
}

export interface Post {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Passed {
  readonly status: number;
  readonly text: string;
}

export async function startFront(t: Ending): Promise<Front> {
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      front.received.push({ headers: request.headers, body });
      const { authorization = "", "x-whatsapp-bot-probe": nonce } = request.headers;
      const post = {
        body,
        headers: {
          authorization,
          ...(nonce !== undefined && { "x-whatsapp-bot-probe": String(nonce) }),
        },
      };
      const answered = front.answer ? front.answer(post) : passOn(front.bot, post);
      void answered.then(({ status, text }) => response.writeHead(status).end(text));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Its kind follows from what it listens on.
  const { port } = server.address() as AddressInfo;
  const front: Front = {
    url: `http://127.0.0.1:${port}/whatsapp/notification`,
    received: [],
    answer: null,
    bot: null,
  };
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return front;
}

/** Hands a post to a bot as it is. */
export async function passOn(bot: Bot | null, { headers, body }: Post): Promise<Passed> {
  if (!bot) return { status: 502, text: "Bad gateway" };
  const answer = await fetch(bot.notificationsUrl, { method: "POST", headers, body });
  return { status: answer.status, text: await answer.text() };
}
