import assert from "node:assert/strict";
import { channel } from "node:diagnostics_channel";
import { once } from "node:events";
import { mkdirSync, symlinkSync } from "node:fs";
import { createConnection, createServer, type Server, type Socket } from "node:net";
import { join } from "node:path";
import { test, type TestContext } from "node:test";

import { OperatorError } from "../../src/bridge/errors.ts";
import { askOwner } from "../../src/ledger/control/ask-owner.ts";
import {
  askControl,
  ControlServer,
  type ControlRequests,
} from "../../src/ledger/control/control.ts";
import { openLedger } from "../../src/ledger/ledger.ts";
import { createFolder, silentLog } from "../unit/ledger/temp-store.ts";

const timeoutMs = 2000;

/** A server that answers at a store's socket. */
async function startControl(t: TestContext, requests: ControlRequests = {}): Promise<string> {
  const store = join(createFolder(t), "bot.db");
  const control = await ControlServer.listen(`${store}.sock`, { requests, pid: 4711 });
  t.after(() => control.close());
  return store;
}

async function connect(t: TestContext, path: string): Promise<Socket> {
  const socket = createConnection(path);
  t.after(() => socket.destroy());
  socket.on("error", () => {});
  await once(socket, "data");
  return socket;
}

test("askOwner gives what the owner answers to the name and what was given with it", async (t) => {
  const store = await startControl(t, {
    double: async (given) => ({ twice: Number(given) * 2 }),
    nothing: () => undefined,
  });
  assert.deepEqual(await askOwner(store, { name: "double", given: 21, timeoutMs }), {
    kind: "answered",
    pid: 4711,
    result: { twice: 42 },
  });
  const { kind, result } = await askControl(`${store}.sock`, { name: "nothing", timeoutMs }).then(
    (answer) => ({ result: null, ...answer }),
  );
  assert.deepEqual([kind, result], ["answered", null]);
});

test("askOwner throws what the owner threw, with its code, hint and exit code", async (t) => {
  const refusal = new OperatorError("2 problems with the configuration", {
    code: "configuration",
    exitCode: 78,
    hint: "whatsapp-bot config validate checks it",
  });
  const store = await startControl(t, {
    reload: () => Promise.reject(refusal),
    fail: () => {
      throw new Error("not now");
    },
    unspeakable: () => 1n,
  });
  async function refused(name: string): Promise<object> {
    const error: unknown = await askOwner(store, { name, timeoutMs }).then(
      () => assert.fail("it was not declined"),
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof OperatorError);
    const { message, code, exitCode, hint } = error;
    return { message, code, exitCode, hint };
  }
  assert.deepEqual(await refused("reload"), {
    message: "2 problems with the configuration",
    code: "configuration",
    exitCode: 78,
    hint: "whatsapp-bot config validate checks it",
  });
  assert.deepEqual(await refused("fail"), {
    message: "not now",
    code: "request_failed",
    exitCode: 1,
    hint: null,
  });
  for (const [name, code] of [
    ["toString", "request_unknown"],
    ["unspeakable", "request_failed"],
  ] as const) {
    assert.equal(((await refused(name)) as { code: string }).code, code);
  }
});

test("askOwner finds the owner by a link and behind a long path, and nobody where nobody is", async (t) => {
  const folder = createFolder(t);
  const long = join(folder, "x".repeat(100));
  mkdirSync(long);
  symlinkSync(join(long, "bot.db"), join(folder, "link.db"));
  const requests = { who: () => "me" };
  const ledger = await openLedger(join(long, "bot.db"), { log: silentLog, pid: 1, requests });
  for (const path of [join(long, "bot.db"), join(folder, "link.db")]) {
    const answer = await askOwner(path, { name: "who", timeoutMs });
    assert.deepEqual(answer, { kind: "answered", pid: 1, result: "me" });
  }
  await ledger.close();
  for (const path of [join(long, "bot.db"), join(folder, "none.db"), join(folder, "no", "no.db")]) {
    assert.deepEqual(await askOwner(path, { name: "who", timeoutMs }), { kind: "absent" });
  }
});

test("askOwner ends with 73 where somebody holds the store and says nothing, or talks nonsense", async (t) => {
  for (const words of ["", "nonsense\n", "null\n7\n{}\n", `${"x".repeat(3_000_000)}\n`]) {
    const store = join(createFolder(t), "bot.db");
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.write(words);
    });
    await new Promise<void>((resolve) => server.listen(`${store}.sock`, resolve));
    await assert.rejects(
      askOwner(store, { name: "ping", timeoutMs: 200 }),
      (error) => error instanceof OperatorError && error.exitCode === 73,
    );
    server.close();
  }
});

test("ControlServer survives garbage, a line without an end and who leaves in the middle", async (t) => {
  const store = await startControl(t, { ping: () => ({}) });
  for (const words of ["\n\n", "{\n", "null\n", "[1]\n", '{"name":7}\n', "\u0000\xff\n"]) {
    const socket = await connect(t, `${store}.sock`);
    const answered = once(socket, "data");
    socket.write(words, "latin1");
    const [answer] = (await answered) as [Buffer];
    assert.match(String(answer), /^\{"error":\{.*"code":"request_unknown"/);
  }
  const leaving = await connect(t, `${store}.sock`);
  leaving.write('{"name":"ping"}\n');
  leaving.destroy();
  const endless = await connect(t, `${store}.sock`);
  const cutOff = new Promise((resolve) => endless.on("close", resolve));
  endless.write("x".repeat(3_000_000));
  await cutOff;
  assert.equal((await askOwner(store, { name: "ping", timeoutMs })).kind, "answered");
});

test("ControlServer takes a line that comes in pieces, and several in one", async (t) => {
  const store = await startControl(t, { echo: (given) => given });
  const socket = await connect(t, `${store}.sock`);
  socket.setEncoding("utf8");
  const line = Buffer.from(`${JSON.stringify({ name: "echo", given: "Grüße 🙂" })}\n`);
  const cut = line.indexOf("🙂") + 2;
  let heard = "";
  const both = new Promise<void>((resolve) => {
    socket.on("data", (text: string) => {
      heard += text;
      if (heard.split("\n").length > 2) resolve();
    });
  });
  socket.write(line.subarray(0, cut));
  await new Promise((next) => setTimeout(next, 20));
  socket.write(Buffer.concat([line.subarray(cut), line]));
  await both;
  assert.equal(heard, '{"result":"Grüße 🙂"}\n'.repeat(2));
});

test("ControlServer's close waits for nobody", async (t) => {
  const path = join(createFolder(t), "bot.db.sock");
  const control = await ControlServer.listen(path, {
    requests: { forever: () => new Promise(() => {}) },
    pid: 1,
  });
  const [silent, asking] = [await connect(t, path), await connect(t, path)];
  silent.write('{"name":');
  asking.write('{"name":"forever"}\n');
  await control.close();
  assert.deepEqual(await askControl(path, { name: "forever", timeoutMs }), { kind: "absent" });
});

test("ControlServer goes on when a connection could not be taken", async (t) => {
  const store = await startControl(t, { ping: () => ({}) });
  let server: Server | null = null;
  const taken = channel("net.server.socket");
  const remember = (message: unknown): void => {
    server = (message as { socket: { server: Server } }).socket.server;
  };
  taken.subscribe(remember);
  t.after(() => taken.unsubscribe(remember));
  for (let turn = 0; turn < 2; turn += 1) {
    assert.equal((await askOwner(store, { name: "ping", timeoutMs })).kind, "answered");
    // How Node tells of it; without anybody who listens it would end the process.
    const error = Object.assign(new Error("accept EMFILE"), { code: "EMFILE" });
    (server as Server | null)?.emit("error", error);
  }
  assert.equal((await askOwner(store, { name: "ping", timeoutMs })).kind, "answered");
});
