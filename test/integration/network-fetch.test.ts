// What the other side of a call may do to it.
import assert from "node:assert/strict";
import { Agent } from "node:http";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { test, type TestContext } from "node:test";

import { toTransportError } from "../../src/dialog360/transport-errors.ts";
import { createFetch } from "../../src/network/fetch.ts";

const toError = (thrown: unknown): Error =>
  thrown instanceof Error ? thrown : new Error(String(thrown));

function through(agent: Agent): Parameters<typeof createFetch>[0] {
  return { agent: () => agent, toError };
}

/** @param answer what becomes of a connection once something was sent */
async function startServer(t: TestContext, answer: (socket: Socket) => void): Promise<string> {
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    socket.on("error", () => {}).once("data", () => answer(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

async function fails(called: Promise<unknown>): Promise<Error> {
  const thrown = await called.then(
    () => null,
    (error: unknown) => error,
  );
  assert.ok(thrown instanceof Error, "it has to fail");
  return thrown;
}

test("a call that found no connection in time was surely not sent", async () => {
  // A name whose look-up never ends.
  const agent = new Agent({ lookup: () => {} });
  const fetch = createFetch(through(agent), { connectMs: 50 });
  const signal = AbortSignal.timeout(10_000);
  const thrown = await fails(fetch("http://waba.test/", { method: "POST", body: "x", signal }));
  assert.equal(thrown.name, "NoWayError");
  const { message, uncertain } = toTransportError("Send a message", thrown);
  assert.deepEqual(
    { message, uncertain },
    { message: "Send a message: no connection in time", uncertain: false },
  );
});

test("a call that is connected and not answered stays in doubt", async (t) => {
  const url = await startServer(t, () => {});
  const fetch = createFetch(through(new Agent()), { connectMs: 1_000 });
  const signal = AbortSignal.timeout(2_000);
  const thrown = await fails(fetch(url, { method: "POST", body: "x", signal }));
  assert.equal(thrown.name, "TimeoutError");
  assert.equal(toTransportError("Send a message", thrown).uncertain, true);
});

test("an answer without an end is broken off", async (t) => {
  const { promise: ended, resolve: tellEnded } = Promise.withResolvers<unknown>();
  const url = await startServer(t, (socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const pour = (): void => {
      while (!socket.destroyed && socket.write("x".repeat(1000)));
    };
    socket.on("drain", pour).on("close", tellEnded);
    pour();
  });
  const fetch = createFetch(through(new Agent()), { mostBytes: 100_000 });
  const thrown = await fails(fetch(url, { signal: AbortSignal.timeout(10_000) }));
  assert.equal(thrown.message, "the answer is too long");
  await ended;
});
