import assert from "node:assert/strict";
import { request, type IncomingHttpHeaders } from "node:http";
import { test, type TestContext } from "node:test";

import { createAdaptorServer } from "@hono/node-server";

import { LedgerWriteError } from "../../src/bridge/errors.ts";
import { createIntake, type IntakeOptions } from "../../src/dialog360/intake.ts";
import { listFixtures, readFixtureBytes } from "../unit/dialog360/fixtures.ts";

const path = "/whatsapp/notification";
const good = { authorization: "Bearer first" };
const mib = 1024 * 1024;

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: Uint8Array | string;
  /** Sends the body in so many pieces without a Content-Length. */
  readonly chunks?: number;
}

interface Got {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

/** The intake on the loopback, with everything it does written down. */
async function start(t: TestContext, more: Partial<IntakeOptions> = {}) {
  const recorded: Parameters<IntakeOptions["record"]>[0][] = [];
  const told: string[] = [];
  const time = { now: 1_000_000 };
  const app = createIntake({
    path,
    secrets: ["first", "second"],
    authRequired: true,
    async record(notification) {
      recorded.push(notification);
    },
    refuse: () => false,
    probe: { takes: () => false },
    now: () => time.now,
    health: {
      degrade: (id) => told.push(`degrade ${id}`),
      recover: (id) => told.push(`recover ${id}`),
    },
    log: {
      debug: () => {},
      // Who was refused is the access log's own matter.
      info: (message) => message !== "refused" && told.push(message),
      warn: (message) => told.push(message),
      error: (message, fields) => told.push(`${message} ${JSON.stringify(fields)}`),
    },
    ...more,
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
  function send(sent: Sent = {}): Promise<Got> {
    return post(port, { headers: good, body: "{}", ...sent });
  }
  return { send, recorded, told, time };
}

function post(port: number, sent: Sent): Promise<Got> {
  const { method = "POST", headers = {}, body = "", chunks = 0 } = sent;
  return new Promise((resolve, reject) => {
    const length = { "content-length": String(Buffer.byteLength(body)) };
    const out = request(
      {
        port,
        host: "127.0.0.1",
        path: sent.path ?? path,
        method,
        headers: { ...headers, ...(chunks === 0 && length) },
        agent: false,
      },
      (answer) => {
        answer.resume();
        resolve({ status: answer.statusCode, headers: answer.headers });
      },
    );
    // A refused upload may be cut off once the answer is there.
    out.on("error", reject);
    for (let chunk = 1; chunk < chunks; chunk++) out.write(body);
    out.end(body);
  });
}

test("createIntake records the raw bytes before it answers 200", async (t) => {
  const { promise: disk, resolve: finish } = Promise.withResolvers<void>();
  const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
  const { send } = await start(t, {
    record() {
      begin();
      return disk;
    },
  });
  let isAnswered = false;
  const answer = send().then(({ status }) => {
    isAnswered = true;
    return status;
  });
  await begun;
  await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(isAnswered, false);
  finish();
  assert.equal(await answer, 200);
});

test("createIntake records every fixture as it came, and odd bodies too", async (t) => {
  const { send, recorded } = await start(t);
  const bodies = [
    ...listFixtures("webhook").map(({ file }) => readFixtureBytes(file)),
    new TextEncoder().encode("not json"),
    new Uint8Array([0xff, 0xfe, 0x00]),
    new Uint8Array(),
  ];
  for (const body of bodies) assert.equal((await send({ body })).status, 200);
  assert.deepEqual(
    recorded.map(({ source, receivedAt, body }) => [source, receivedAt, [...body]]),
    bodies.map((body) => ["dialog360", 1_000_000, [...body]]),
  );
});

test("createIntake answers 401 without a right secret and stores nothing", async (t) => {
  const { send, recorded, told } = await start(t);
  assert.equal((await send({ headers: {} })).status, 401);
  for (const authorization of ["Bearer third", "Bearer", "first", "Basic first", "Bearer FIRST"]) {
    assert.equal((await send({ headers: { authorization } })).status, 401, authorization);
  }
  assert.equal(recorded.length, 0);
  assert.deepEqual(told, ["degrade webhook-unauthorized"]);
});

test("createIntake accepts each of the secrets, and anybody where none is required", async (t) => {
  const { send } = await start(t);
  assert.equal((await send({ headers: { authorization: "Bearer second" } })).status, 200);
  const open = await start(t, { authRequired: false });
  assert.equal((await open.send({ headers: {} })).status, 200);
  assert.deepEqual(open.told, []);
  const none = await start(t, { secrets: [] });
  assert.equal((await none.send()).status, 401);
});

test("createIntake tells that unauthorised notifications have ended after a quiet hour", async (t) => {
  const { send, told, time } = await start(t);
  await send({ headers: {} });
  time.now += 30 * 60_000;
  await send();
  await send({ headers: {} });
  time.now += 59 * 60_000;
  await send();
  assert.deepEqual(told, ["degrade webhook-unauthorized"]);
  time.now += 2 * 60_000;
  await send();
  assert.deepEqual(told, ["degrade webhook-unauthorized", "recover webhook-unauthorized"]);
});

test("createIntake judges the secret before it reads the body", async (t) => {
  const { send } = await start(t);
  const headers = { authorization: "Bearer wrong" };
  assert.equal((await send({ headers, body: "x".repeat(5 * mib) })).status, 401);
});

test("createIntake answers 413 over 4 MiB, announced or counted", async (t) => {
  const { send, recorded } = await start(t);
  assert.equal((await send({ body: "x".repeat(4 * mib) })).status, 200);
  assert.equal((await send({ body: "x".repeat(mib), chunks: 4 })).status, 200);
  assert.deepEqual(
    recorded.map(({ body }) => body.length),
    [4 * mib, 4 * mib],
  );
  recorded.length = 0;
  assert.equal((await send({ body: "x".repeat(4 * mib + 1) })).status, 413);
  assert.equal((await send({ body: "x".repeat(mib + 1), chunks: 4 })).status, 413);
  assert.equal(recorded.length, 0);
});

test("createIntake answers 503 with Retry-After while it cannot record, and says so once", async (t) => {
  const failures = [new LedgerWriteError("disk full"), new LedgerWriteError("disk full"), null];
  const { send, told } = await start(t, {
    async record() {
      const failure = failures.shift();
      if (failure) throw failure;
    },
  });
  for (const expected of [503, 503]) {
    const { status, headers } = await send();
    assert.deepEqual([status, headers["retry-after"]], [expected, "10"]);
  }
  assert.equal((await send()).status, 200);
  assert.deepEqual(told, [
    'notifications cannot be recorded: answered with 503 {"error":"LedgerWriteError"}',
    "notifications are recorded again",
  ]);
});

test("createIntake answers 503 while the app refuses", async (t) => {
  const { send, recorded } = await start(t, { refuse: () => true });
  const { status, headers } = await send();
  assert.deepEqual([status, headers["retry-after"]], [503, "10"]);
  assert.equal(recorded.length, 0);
});

test("createIntake knows one path and one method", async (t) => {
  const { send, recorded } = await start(t);
  for (const method of ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]) {
    const { status, headers } = await send({ method, body: "" });
    assert.deepEqual([status, headers.allow], [405, "POST"], method);
  }
  for (const other of ["/", `${path}/`, `${path}x`, "/WhatsApp/notification", "/livez"]) {
    assert.equal((await send({ path: other })).status, 404, other);
  }
  assert.equal((await send({ path: `${path}?a=b` })).status, 200);
  assert.equal(recorded.length, 1);
});

test("createIntake takes a path to the letter", async (t) => {
  const { send } = await start(t, { path: "/hook/:id/*" });
  assert.equal((await send({ path: "/hook/:id/*" })).status, 200);
  assert.equal((await send({ path: "/hook/1/2" })).status, 404);
});
