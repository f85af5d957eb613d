// What goes wrong at 360dialog, and on the way from there to us.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Server } from "node:net";

import { startBot } from "../fakes/bot.ts";
import { findNobody, isGet, writeConfig, type Fault } from "./doctor-scene.ts";

/** By what is wrong. */
export const dialog360Faults: Readonly<Record<string, Fault>> = {
  "nobody answers at 360dialog's address": {
    id: "dialog360",
    detail: /no connection/,
    remedy: /WA_API_URL/,
    make: async ({ env }) => void (env["WA_API_URL"] = await findNobody()),
  },
  "360dialog is away": {
    id: "dialog360",
    detail: /503/,
    remedy: /WA_API_URL/,
    make: ({ bot }) => void (bot.world.dialog360.simulator.faults.away = true),
  },
  "the API key is dead": {
    id: "api-key",
    detail: /Invalid API key/,
    remedy: /WA_API_KEY/,
    make: ({ bot }) => void (bot.world.dialog360.simulator.apiKey = "the next key"),
  },
  "the number is blocked": {
    id: "health-status",
    detail: /^blocked; PHONE_NUMBER: 141010 .*two factor/,
    remedy: /^Enable it\.$/,
    make({ bot }) {
      bot.world.dialog360.simulator.blockedBy = {
        error_code: 141_010,
        error_description: "The number has no two factor authentication.",
        possible_solution: "Enable it.",
      };
    },
  },
  "no webhook is registered": {
    id: "webhook",
    detail: /no webhook is registered/,
    remedy: /whatsapp-bot webhook set <url>/,
    make: ({ bot }) => bot.world.dialog360.simulator.webhook.register(null),
  },
  "the webhook is somebody else's": {
    id: "webhook",
    detail: /^https:\/\/other\.example\/hooks\/\*\*\*: another URL, with another secret$/,
    remedy: /whatsapp-bot webhook set <url>.*who else has this API key/,
    make(scene, t) {
      scene.env["WA_WEBHOOK_URL"] = "https://bot.example/whatsapp/notification";
      return register("https://other.example/hooks/not-for-all", "Bearer theirs")(scene, t);
    },
  },
  "the webhook has no secret": {
    id: "webhook",
    detail: /: without a secret$/,
    remedy: /whatsapp-bot webhook set <url>/,
    make({ bot }) {
      const url = bot.notificationsUrl;
      bot.world.dialog360.simulator.webhook.register({ url, headers: {} });
    },
  },
  "360dialog tells no webhook": {
    id: "webhook",
    detail: /400/,
    remedy: /whatsapp-bot webhook set <url>/,
    make({ bot }) {
      const answer = { status: 400, body: { meta: { success: false } } };
      bot.world.dialog360.simulator.faults.failNext(1, answer, isGet(/webhook$/));
    },
  },
  "the webhook's host has an underscore": {
    id: "webhook-address",
    detail: /its host has an underscore/,
    remedy: /without a port and without an underscore/,
    make: register("https://my_bot.example/whatsapp/notification"),
  },
  "the webhook's address has a port": {
    id: "webhook-address",
    detail: /it names a port/,
    remedy: /without a port and without an underscore/,
    make: register("https://bot.example:8443/whatsapp/notification"),
  },
  "nobody is at the webhook's address": {
    id: "public-url",
    detail: /^nobody can be reached there: (ECONNREFUSED|no connection)$/,
    remedy: /DNS name, the firewall and the proxy/,
    make: async (scene, t) => register(`${await findNobody()}/whatsapp/notification`)(scene, t),
  },
  "the certificate at the webhook's address is not trusted": {
    id: "public-url",
    detail: /^its certificate is not trusted/,
    remedy: /valid certificate.*WA_CA_FILE/,
    make: leadTo(() => {
      const file = (name: string): Buffer =>
        readFileSync(new URL(`../fixtures/tls/${name}.pem`, import.meta.url));
      return createTlsServer({ key: file("key"), cert: file("certificate") });
    }, "https"),
  },
  "something else is at the webhook's address": {
    id: "public-url",
    detail: /^something else answers there, with 404$/,
    remedy: /pass \/whatsapp\/\*\*\* on to WA_NOTIFICATIONS_PORT/,
    make: leadTo(() => createServer((_, answer) => answer.writeHead(404).end("no such page"))),
  },
  "our own listener is there, at another path": {
    id: "public-url",
    detail: /^something else answers there, with 404$/,
    remedy: /WA_NOTIFICATIONS_URL_PATH/,
    make: (scene, t) =>
      register(scene.bot.notificationsUrl.replace("/notification", "/other"))(scene, t),
  },
  "another whatsapp-bot is at the webhook's address": {
    id: "public-url",
    detail: /^another whatsapp-bot answers there, with 200$/,
    remedy: /end the other one/,
    async make(scene, t) {
      const other = await startBot(t);
      await register(other.notificationsUrl)(scene, t);
    },
  },
  "no template is approved": {
    id: "templates",
    detail: /none is approved/,
    remedy: /360dialog hub/,
    make: ({ bot }) => void (bot.world.dialog360.simulator.templates = []),
  },
  "a template of the config is not approved": {
    id: "templates",
    detail: /^not approved: order_ready \(de\), summer_sale$/,
    remedy: /360dialog hub.*"templates" in the JSON config/,
    make: writeConfig({
      templates: [
        { name: "contact_again" },
        { name: "order_ready", language: "de" },
        { name: "summer_sale" },
      ],
    }),
  },
  "the clock is two hours behind": {
    id: "clock",
    detail: /^(7199|7200|7201) s behind 360dialog's$/,
    remedy: /timedatectl/,
    make: (scene) => void (scene.shiftMs = 2 * 60 * 60 * 1000),
  },
};

function register(url: string, authorization?: string): Fault["make"] {
  return ({ bot }) => {
    bot.world.dialog360.simulator.webhook.register({
      url,
      headers: authorization === undefined ? bot.headers : { Authorization: authorization },
    });
  };
}

/** The webhook's address leads to a server of somebody else's. */
function leadTo(create: () => Server, scheme = "http"): Fault["make"] {
  return async ({ bot }, t) => {
    const server = create();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    t.after(() => server.close());
    // Its kind follows from what it listens on.
    const { port } = server.address() as AddressInfo;
    bot.world.dialog360.simulator.webhook.register({
      url: `${scheme}://127.0.0.1:${port}/whatsapp/notification`,
      headers: bot.headers,
    });
  };
}
