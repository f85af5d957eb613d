import assert from "node:assert/strict";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { test, type TestContext } from "node:test";

import { startDialog360 } from "../../src/simulator/dialog360.ts";
import type { Dialog360Options } from "../../src/simulator/dialog360/simulator.ts";
import { createCast } from "../../src/simulator/world.ts";

const hourMs = 60 * 60 * 1000;
const tobias = { phone: "49681300012978", userId: "DE.1000000001", name: "Tobias" };
const kim = { userId: "DE.1000000002", name: "Kim", username: "kim.reads" };

test("startDialog360 refuses a wrong key in the gateway's shape", async (t) => {
  const { call } = await start(t);
  const answer = await call("/v1/health", undefined, "wrong");
  assert.equal(answer.status, 401);
  assert.deepEqual(answer.body, {
    meta: { success: false, http_code: 401, developer_message: "Invalid api_key or token expired" },
  });
});

test("startDialog360 tells the simulated time, and the number's health for the Cloud API alone", async (t) => {
  const { call, simulator, url, clock } = await start(t);
  const anything = await fetch(url);
  assert.equal(anything.headers.get("date"), new Date(clock.ms).toUTCString());
  await anything.body?.cancel();
  const [error_description, possible_solution] = ["No two factor authentication.", "Enable it."];
  simulator.blockedBy = { error_code: 141_010, error_description, possible_solution };
  const { body } = await call("/health_status");
  const { can_send_message: verdict, entities } = body.health_status;
  assert.deepEqual([verdict, entities[0].errors], ["BLOCKED", [simulator.blockedBy]]);
  const sandbox = await start(t, { shape: "sandbox" });
  assert.equal((await sandbox.call("/health_status")).status, 404);
});

test("startDialog360 posts a customer's message with the registered headers until it is answered 200", async (t) => {
  const { simulator, webhook } = await start(t);
  webhook.statuses.push(500, 503);
  const { id, taken } = simulator.writes(tobias, "Hello");
  assert.equal(await taken, true);
  assert.deepEqual(
    [...simulator.webhook.answers],
    [
      [500, 1],
      [503, 1],
      [200, 1],
    ],
  );
  const [, , last] = webhook.received;
  assert.equal(last?.headers.authorization, "Bearer hook");
  const { contacts, messages } = last?.body.entry[0].changes[0].value ?? {};
  assert.deepEqual(contacts, [
    { profile: { name: "Tobias" }, wa_id: tobias.phone, user_id: tobias.userId },
  ]);
  assert.deepEqual(messages, [
    {
      from: tobias.phone,
      from_user_id: tobias.userId,
      id,
      timestamp: "1000000",
      type: "text",
      text: { body: "Hello" },
    },
  ]);
});

test("startDialog360 writes v1 notifications without an envelope", async (t) => {
  const { simulator, webhook } = await start(t, { shape: "v1" });
  const { id, taken } = simulator.writes(tobias, "Hello");
  await taken;
  assert.deepEqual(webhook.received[0]?.body, {
    contacts: [{ profile: { name: "Tobias" }, wa_id: tobias.phone }],
    messages: [
      { from: tobias.phone, id, timestamp: "1000000", type: "text", text: { body: "Hello" } },
    ],
  });
});

test("startDialog360 tells sent, delivered and read with our own reference", async (t) => {
  const { simulator, webhook, call } = await start(t);
  await simulator.writes(kim, "Hello").taken;
  const answer = await call("/messages", {
    messaging_product: "whatsapp",
    recipient: kim.userId,
    type: "text",
    text: { body: "Good morning" },
    biz_opaque_callback_data: "delivery-7",
  });
  assert.equal(answer.status, 200);
  const id: unknown = answer.body.messages[0].id;
  assert.deepEqual(answer.body.contacts, [{ input: kim.userId, user_id: kim.userId }]);
  await simulator.webhook.idle();
  simulator.reads(kim);
  await simulator.webhook.idle();
  const receipts = webhook.received
    .slice(1)
    .map(({ body }) => body.entry[0].changes[0].value.statuses[0]);
  assert.deepEqual(
    receipts.map((one) => [
      one.id,
      one.status,
      one.recipient_user_id,
      one.biz_opaque_callback_data,
    ]),
    ["sent", "delivered", "read"].map((status) => [id, status, kim.userId, "delivery-7"]),
  );
});

test("startDialog360 takes text after 24 hours in v2 and tells 131047 later", async (t) => {
  const { simulator, webhook, call, clock } = await start(t);
  await simulator.writes(tobias, "Hello").taken;
  clock.ms += 24 * hourMs;
  assert.equal((await call("/messages", v2Text("late"))).status, 200);
  await simulator.webhook.idle();
  const [failed, ...others] = webhook.received
    .slice(1)
    .map(({ body }) => body.entry[0].changes[0].value.statuses[0]);
  assert.deepEqual([failed.status, failed.errors[0].code, others.length], ["failed", 131_047, 0]);
});

test("startDialog360 refuses text after 24 hours at once where it is told to, and in v1 with 470", async (t) => {
  const { simulator, call, clock } = await start(t, { windowCheck: "at once" });
  await simulator.writes(tobias, "Hello").taken;
  clock.ms += 24 * hourMs - 1;
  assert.equal((await call("/messages", v2Text("just in time"))).status, 200);
  clock.ms += 1;
  const v2 = await call("/messages", v2Text("late"));
  assert.deepEqual([v2.status, v2.body.error.code], [400, 131_047]);
  const v1 = await call("/v1/messages", { to: tobias.phone, type: "text", text: { body: "late" } });
  assert.deepEqual([v1.status, v1.body.errors[0].code], [400, 470]);
});

test("startDialog360 refuses what WhatsApp would refuse", async (t) => {
  const { simulator, call } = await start(t);
  await simulator.writes(tobias, "Hello").taken;
  const text = { type: "text", text: { body: "Hi" } };
  const v2 = { messaging_product: "whatsapp", ...text };
  const cases: [string, string, object, number][] = [
    ["no product", "/messages", { to: tobias.phone, ...text }, 131_008],
    ["no address", "/messages", v2, 131_008],
    ["a user id in to", "/messages", { ...v2, to: kim.userId }, 131_009],
    ["a number in recipient", "/messages", { ...v2, recipient: tobias.phone }, 131_009],
    ["preview_url of v1", "/messages", { ...v2Text("Hi"), preview_url: true }, 100],
    ["4097 characters", "/messages", v2Text("x".repeat(4097)), 131_009],
    ["no text", "/messages", v2Text(""), 131_008],
    ["an unknown template", "/messages", v2Template("nothing", []), 132_001],
    ["too few parameters", "/messages", v2Template("order_ready", ["Tobias"]), 132_000],
    [
      "preview_url of v2",
      "/v1/messages",
      { to: tobias.phone, type: "text", text: { body: "Hi", preview_url: true } },
      1010,
    ],
    ["an unknown number in v1", "/v1/messages", { to: "49681300099999", ...text }, 1006],
    [
      "a template without namespace",
      "/v1/messages",
      {
        to: tobias.phone,
        type: "template",
        template: { name: "contact_again", language: { policy: "deterministic", code: "en" } },
      },
      1008,
    ],
  ];
  for (const [name, path, body, code] of cases) {
    const answer = await call(path, body);
    assert.equal(answer.body.error?.code ?? answer.body.errors?.[0].code, code, name);
  }
  assert.equal(simulator.sends.length, 0);
  assert.equal((await call("/messages", v2Text("x".repeat(4096)))).status, 200);
  assert.equal((await call("/messages", v2Template("order_ready", ["Tobias", "12"]))).status, 200);
  const preview = { to: tobias.phone, type: "text", preview_url: true, text: { body: "Hi" } };
  assert.equal((await call("/v1/messages", preview)).status, 201);
});

test("startDialog360 lists templates by limit and offset, and in the Graph API's shape by cursor", async (t) => {
  const { call } = await start(t);
  const second = await call("/v1/configs/templates?limit=1&offset=1");
  assert.equal(second.body.total, createCast().templates.length);
  assert.deepEqual(second.body.waba_templates.map(nameAndStatus), ["order_ready approved"]);
  const first = await call("/message_templates?limit=1");
  assert.deepEqual(first.body.data.map(nameAndStatus), ["contact_again APPROVED"]);
  const next = await call(first.body.paging.next);
  assert.deepEqual(next.body.data.map(nameAndStatus), ["order_ready APPROVED"]);
  const rest = await call("/message_templates?limit=9&after=2");
  assert.equal(rest.body.data.length, createCast().templates.length - 2);
  assert.equal(rest.body.paging.next, undefined);
});

test("startDialog360 drops an answer after it took the message, and fails as it is told", async (t) => {
  const { simulator, call, url } = await start(t);
  await simulator.writes(tobias, "Hello").taken;
  simulator.faults.dropNext(1);
  await assert.rejects(call("/messages", v2Text("taken")));
  assert.equal(simulator.sends.length, 1);
  simulator.faults.failNext(1, { status: 429, body: { error: { code: 130_429 } } });
  const refused = await call("/messages", v2Text("refused"));
  assert.deepEqual([refused.status, refused.body.error.code], [429, 130_429]);
  assert.equal((await call("/messages", v2Text("taken again"))).status, 200);
  simulator.faults.away = true;
  const away = await fetch(`${url}/v1/health`, { headers: { "D360-API-KEY": simulator.apiKey } });
  assert.equal(away.status, 503);
});

// oxlint-disable-next-line typescript/no-explicit-any -- answers are read field by field, and a missing one fails the test
type Json = any;

function v2Text(text: string): object {
  return { messaging_product: "whatsapp", to: tobias.phone, type: "text", text: { body: text } };
}

function v2Template(name: string, texts: string[]): object {
  const parameters = texts.map((text) => ({ type: "text", text }));
  const template = { name, language: { code: "en" }, components: [{ type: "body", parameters }] };
  return { messaging_product: "whatsapp", to: tobias.phone, type: "template", template };
}

function nameAndStatus(template: { name: string; status: string }): string {
  return `${template.name} ${template.status}`;
}

async function start(t: TestContext, options: Partial<Dialog360Options> = {}) {
  const clock = { ms: 1_000_000_000, now: () => clock.ms, sleep: () => Promise.resolve() };
  const webhook = await startWebhook(t);
  const { templates } = createCast();
  const { url, simulator, close } = await startDialog360({ clock, templates, ...options });
  t.after(close);
  async function call(path: string, body?: object, key = simulator.apiKey) {
    const answer = await fetch(url + path, {
      method: body ? "POST" : "GET",
      // Over a connection that was used before, Deno's fetch by itself repeats a POST that got no answer.
      headers: { "D360-API-KEY": key, Connection: "close" },
      body: body ? JSON.stringify(body) : null,
    });
    return { status: answer.status, body: JSON.parse(await answer.text()) };
  }
  const registered = await call("/v1/configs/webhook", {
    url: webhook.url,
    headers: { Authorization: "Bearer hook" },
  });
  assert.equal(registered.status, 200);
  return { url, simulator, call, clock, webhook };
}

async function startWebhook(t: TestContext) {
  const received: { headers: IncomingHttpHeaders; body: Json }[] = [];
  const statuses: number[] = [];
  const server = createServer((request, response) => {
    let text = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (text += chunk));
    request.on("end", () => {
      if (text) received.push({ headers: request.headers, body: JSON.parse(text) });
      response.writeHead(statuses.shift() ?? 200).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  return { url: `http://127.0.0.1:${address.port}/hook`, received, statuses };
}
