import assert from "node:assert/strict";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type TestContext, test } from "node:test";

import { DeliveryError } from "../../src/bridge/errors.ts";
import type { CustomerIds } from "../../src/bridge/identity.ts";
import type { Outgoing } from "../../src/bridge/message.ts";
import { createDialog360 } from "../../src/dialog360/client.ts";
import type { Dialog360Settings } from "../../src/settings/settings.ts";
import { direct } from "../fakes/network.ts";
import { readFixture } from "../unit/dialog360/fixtures.ts";

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly key: unknown;
  readonly body: string;
}

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const text: Outgoing = { kind: "text", text: "Hello" };
const phone = "12025550143";

/** A server on the loopback that answers as told, the last answer again and again, and the client for it. */
async function start(t: TestContext, ...answers: readonly Answer[]) {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const answer = answers[Math.min(received.length, answers.length - 1)];
      const { method, url, headers } = request;
      const body = Buffer.concat(chunks).toString();
      received.push({ method, url, key: headers["d360-api-key"], body });
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const url = typeof address === "object" && address ? `http://127.0.0.1:${address.port}` : "";
  const connect = (more: Partial<Dialog360Settings> = {}, timeoutMs = 10_000) =>
    createDialog360({ ...settings, url, ...more }, { ...options, timeoutMs });
  return { connect, received };
}

const options = { now: (): number => 0, network: direct };
const settings: Dialog360Settings = {
  apiKey: "fixture-key",
  generation: "v2",
  sandbox: false,
  url: "",
  sendRatePerSecond: 80,
  pairIntervalMs: 6000,
};

function reply(body: string, status = 200): Answer {
  return (response) => response.writeHead(status, { "content-type": "application/json" }).end(body);
}

function cutOff(_: ServerResponse, request: IncomingMessage): void {
  request.socket.destroy();
}

function breakOff(response: ServerResponse, request: IncomingMessage): void {
  response.writeHead(200, { "content-length": "100" });
  response.write("{", () => request.socket.destroy());
}

function keepSilent(): void {}

async function fail(attempt: Promise<unknown>): Promise<DeliveryError> {
  const error = await attempt.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof DeliveryError);
  return error;
}

test("send posts to the path of the generation with the key", async (t) => {
  const sent = reply(readFixture("v2/response-send-ok-minimal.json"), 201);
  const { connect, received } = await start(t, sent);
  const table: readonly (readonly [Partial<Dialog360Settings>, string, string | undefined])[] = [
    [{ generation: "v2" }, "/messages", "whatsapp"],
    [{ generation: "v1" }, "/v1/messages", undefined],
    [{ generation: "v2", sandbox: true }, "/v1/messages", "whatsapp"],
    [{ generation: "v1", sandbox: true }, "/v1/messages", undefined],
  ];
  for (const [more, path, product] of table) {
    assert.deepEqual(await connect(more).send({ phone }, text, { reference: "store-7" }), {
      messageId: "157b5e14568e8",
    });
    const { body, ...call } = received.at(-1) ?? assert.fail();
    assert.deepEqual(call, { method: "POST", url: path, key: "fixture-key" });
    assert.equal(JSON.parse(body).messaging_product, product);
  }
});

test("send accepts every recorded answer that names a message", async (t) => {
  const held = '{"messages":[{"id":"wamid.1","message_status":"held_for_quality_assessment"}]}';
  const bodies = [
    readFixture("v2/response-send-ok-bsuid.json"),
    readFixture("v2/response-send-ok-message-status.json"),
    held,
  ];
  const { connect } = await start(t, ...bodies.map((body) => reply(body)));
  for (const body of bodies) {
    const { messageId } = await connect().send({ phone }, text, { reference: "store-7" });
    assert.equal(messageId, JSON.parse(body).messages[0].id);
  }
});

test("send throws what 360dialog's refusal means", async (t) => {
  const { connect } = await start(
    t,
    reply(readFixture("v2/response-error-131047.json"), 400),
    reply(readFixture("v1/response-send-200-with-errors.json")),
    reply(readFixture("v1/response-send-empty-messages.json")),
    reply(readFixture("v2/gateway-error-401-api-key.json"), 401),
    reply("<html>down</html>", 503),
  );
  const verdicts = [];
  for (let call = 0; call < 5; call++) {
    const { verdict, uncertain } = await fail(
      connect().send({ phone }, text, { reference: "store-7" }),
    );
    verdicts.push([verdict, uncertain]);
  }
  assert.deepEqual(verdicts, [
    ["window", false],
    ["permanent", false],
    ["transient", true],
    ["account", false],
    ["transient", false],
  ]);
});

test("send follows no redirect, so that the key stays with its host", async (t) => {
  const { connect, received } = await start(t, (response) =>
    response.writeHead(307, { location: "/elsewhere" }).end(),
  );
  const error = await fail(connect().send({ phone }, text, { reference: "store-7" }));
  assert.equal(error.verdict, "account");
  assert.equal(received.length, 1);
});

test("send is in doubt when the connection breaks or no answer comes, and posts only once", async (t) => {
  const sent = reply(readFixture("v2/response-send-ok-minimal.json"));
  const { connect, received } = await start(t, sent, cutOff, breakOff, keepSilent);
  // The first call leaves a connection that could be used again.
  await connect().send({ phone }, text, { reference: "store-6" });
  for (const timeoutMs of [10_000, 10_000, 200]) {
    const error = await fail(
      connect({}, timeoutMs).send({ phone }, text, { reference: "store-7" }),
    );
    assert.deepEqual([error.verdict, error.uncertain], ["transient", true]);
    assert.ok(!error.message.includes("Hello") && !error.message.includes(phone));
  }
  assert.equal(received.length, 4);
});

test("send is certain when nobody is there", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  const port = typeof address === "object" ? address?.port : 0;
  await new Promise((resolve) => server.close(resolve));
  const url = `http://127.0.0.1:${port}`;
  const client = createDialog360({ ...settings, url }, options);
  const error = await fail(client.send({ phone }, text, { reference: "store-7" }));
  assert.deepEqual([error.verdict, error.uncertain], ["transient", false]);
});

test("send makes an unknown contact known to v1, once", async (t) => {
  const unknown = reply(readFixture("v1/response-error-1006-unknown-contact.json"), 404);
  const { connect, received } = await start(
    t,
    unknown,
    reply(readFixture("v1/response-contacts-valid.json")),
    reply(readFixture("v1/response-send-ok-minimal.json"), 201),
    unknown,
    reply(readFixture("v1/response-contacts-invalid.json")),
    unknown,
  );
  const client = connect({ generation: "v1" });
  const { messageId } = await client.send({ phone }, text, { reference: "store-7" });
  assert.equal(messageId, "157b5e14568e8");
  assert.deepEqual(
    JSON.parse(received[1]?.body ?? ""),
    JSON.parse(readFixture("v1/request-contacts-check.json")),
  );
  assert.equal(
    (await fail(client.send({ phone }, text, { reference: "store-8" }))).verdict,
    "permanent",
  );
  assert.deepEqual(
    received.map(({ url }) => url),
    [
      "/v1/messages",
      "/v1/contacts",
      "/v1/messages",
      "/v1/messages",
      "/v1/contacts",
      "/v1/messages",
    ],
  );
});

test("templates loads every page", async (t) => {
  const page = JSON.parse(readFixture("v2/response-templates.json"));
  const [first, second] = page.waba_templates;
  const { connect, received } = await start(
    t,
    reply(JSON.stringify({ ...page, waba_templates: [first] })),
    reply(JSON.stringify({ ...page, waba_templates: [second], offset: 1 })),
  );
  const names = (await connect().templates()).map(({ name }) => name);
  assert.deepEqual(names, ["new_request_morning1", "welcome_message"]);
  assert.deepEqual(
    received.map(({ url }) => url),
    ["/v1/configs/templates?limit=1000&offset=0", "/v1/configs/templates?limit=1000&offset=1"],
  );
});

test("templates ends with a list that never does", async (t) => {
  const page = JSON.parse(readFixture("v2/response-templates.json"));
  const { connect, received } = await start(t, reply(JSON.stringify({ ...page, total: 1e9 })));
  await connect().templates();
  assert.equal(received.length, 100);
});

test("setWebhook registers address and headers, webhook reads them back", async (t) => {
  const { connect, received } = await start(
    t,
    reply(readFixture("v1/response-webhook-set.json")),
    reply(readFixture("v1/response-webhook-get.json")),
    reply("{}"),
    reply(readFixture("v1/response-webhook-set-error.json"), 400),
  );
  const url = "https://hooks.example.com/whatsapp/secret";
  const headers = { Authorization: "Bearer fixture-secret" };
  assert.deepEqual(await connect().setWebhook({ url, headers }), { url, headers });
  assert.deepEqual(
    JSON.parse(received[0]?.body ?? ""),
    JSON.parse(readFixture("v2/request-webhook-set.json")),
  );
  assert.deepEqual(await connect().webhook(), { url, headers: {} });
  assert.deepEqual(await connect().webhook(), { url: null, headers: {} });
  assert.equal((await fail(connect().setWebhook({ url, headers }))).verdict, "permanent");
  assert.deepEqual(
    received.map(({ method, url: path }) => [method, path]),
    ["POST", "GET", "GET", "POST"].map((method) => [method, "/v1/configs/webhook"]),
  );
});

test("send tells by which ids WhatsApp calls the customer", async (t) => {
  const userId = "US.13491208655302741918";
  const contacts = [{ input: phone, wa_id: "1202555143", user_id: userId }];
  const { connect } = await start(
    t,
    reply(readFixture("v2/response-send-ok-bsuid.json")),
    reply(JSON.stringify({ contacts, messages: [{ id: "w1" }] })),
    reply(JSON.stringify({ contacts: "none", messages: [{ id: "w2" }] })),
  );
  const send = (to: CustomerIds) => connect().send(to, text, { reference: "store-7" });
  assert.deepEqual((await send({ userId })).customer, { userId });
  assert.deepEqual((await send({ phone })).customer, { phone: "1202555143", userId });
  assert.deepEqual(await send({ phone }), { messageId: "w2" });
});
