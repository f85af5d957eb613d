import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { createAdaptorServer } from "@hono/node-server";

import { DeliveryError } from "../../src/bridge/errors.ts";
import type { Event } from "../../src/bridge/message.ts";
import { createDialog360 } from "../../src/dialog360/client.ts";
import { createIntake } from "../../src/dialog360/intake.ts";
import { parseNotification } from "../../src/dialog360/parse.ts";
import { startDialog360 } from "../../src/simulator/dialog360.ts";
import { createCast } from "../../src/simulator/world.ts";
import { direct } from "../fakes/network.ts";

type Shape = "v2" | "v1" | "sandbox";

const freeText = { kind: "text", text: "Hello back" } as const;

function ignore(): void {}

/** Our WhatsApp side against the simulator's: what comes in is parsed at once. */
async function start(t: TestContext, shape: Shape) {
  const { templates } = createCast();
  const { url, simulator, close } = await startDialog360({
    shape,
    templates,
    windowCheck: "at once",
  });
  t.after(close);
  const client = createDialog360(
    {
      apiKey: simulator.apiKey,
      generation: shape === "v1" ? "v1" : "v2",
      sandbox: shape === "sandbox",
      url,
      sendRatePerSecond: 80,
      pairIntervalMs: 6000,
    },
    { now: Date.now, network: direct },
  );
  const events: Event[] = [];
  const app = createIntake({
    path: "/hook",
    secrets: ["secret"],
    authRequired: true,
    async record({ body }) {
      events.push(...parseNotification(body, { phoneNumberId: null }));
    },
    refuse: () => false,
    probe: { takes: () => false },
    now: Date.now,
    health: { degrade: ignore, recover: ignore },
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    if ("closeAllConnections" in server) server.closeAllConnections();
    await closed;
  });
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  const hook = `http://127.0.0.1:${port}/hook`;
  await client.setWebhook({ url: hook, headers: { Authorization: "Bearer secret" } });
  assert.equal((await client.webhook()).url, hook);
  return { client, simulator, events };
}

for (const shape of ["v2", "v1", "sandbox"] as const) {
  test(`the WhatsApp side takes and gives messages in ${shape}`, async (t) => {
    const { client, simulator, events } = await start(t, shape);
    const [tobias] = createCast().customers;
    assert.ok(tobias);
    const { id, taken } = simulator.writes(tobias, "Hello");
    assert.equal(await taken, true);
    const [message] = events;
    assert.ok(message?.kind === "message");
    assert.deepEqual([message.id, message.content], [id, { kind: "text", text: "Hello" }]);
    assert.deepEqual([message.from.phone, message.from.name], [tobias.phone, tobias.name]);

    const { messageId } = await client.send(message.from, freeText, { reference: "store-7" });
    await simulator.webhook.idle();
    const receipts = events.filter((event) => event.kind === "receipt");
    assert.deepEqual(
      receipts.map((receipt) => [receipt.messageId, receipt.state, receipt.reference]),
      ["sent", "delivered"].map((state) => [
        messageId,
        state,
        shape === "v1" ? undefined : "store-7",
      ]),
    );
    assert.equal(events.length, 3);
  });
}

test("the WhatsApp side answers customers without a phone number", async (t) => {
  const { client, simulator, events } = await start(t, "v2");
  const kim = createCast().customers.find(({ phone }) => phone === undefined);
  assert.ok(kim?.userId);
  await simulator.writes(kim, "Hello").taken;
  const [message] = events;
  assert.ok(message?.kind === "message");
  assert.deepEqual(message.from, { userId: kim.userId, name: kim.name, username: kim.username });
  await client.send(message.from, freeText, { reference: "store-7" });
  assert.equal(simulator.sends[0]?.input, kim.userId);
});

test("the WhatsApp side sends only templates outside the window", async (t) => {
  for (const shape of ["v2", "v1"] as const) {
    const { client, simulator } = await start(t, shape);
    const [tobias] = createCast().customers;
    assert.ok(tobias?.phone);
    const to = { phone: tobias.phone };
    await simulator.writes(tobias, "Hello", { at: Date.now() - 25 * 60 * 60 * 1000 }).taken;
    await assert.rejects(
      client.send(to, freeText, { reference: "store-7" }),
      (error) => error instanceof DeliveryError && error.verdict === "window",
    );
    const templates = await client.templates();
    const order = templates.find(({ name }) => name === "order_ready");
    assert.equal(order?.parameters.length, 2);
    const namespace = order.namespace ?? "";
    const parameters = [{ text: "Tobias" }, { text: "4711" }];
    await client.send(
      to,
      { kind: "template", number: 2, name: "order_ready", language: "en", namespace, parameters },
      { reference: "store-8" },
    );
    assert.equal(simulator.sends.at(-1)?.type, "template");
  }
});
