// Calls out with root certificates of one's own, and over a proxy.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { createServer as createSocketServer, type AddressInfo } from "node:net";
import { test, type TestContext } from "node:test";

import { createNetwork } from "../../src/network/network.ts";
import { toContent } from "../../src/simulator/content.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import { direct } from "../fakes/network.ts";
import { startProxy } from "../fakes/proxy.ts";
import { makeCertificates, startTls } from "../fakes/tls.ts";
import { until } from "../fakes/until.ts";
import { beginChat } from "./conversation.ts";
import { readPosts, sendFile } from "./customer-files.ts";

const names = ["DNS:teamwire.test", "DNS:waba.test", "DNS:localhost", "IP:127.0.0.1"];

async function startHello(t: TestContext): Promise<number> {
  const server = createServer((request, response) => {
    response.setHeader("connection-was", request.headers.connection ?? "none");
    request.on("data", (chunk) => response.write(chunk)).on("end", () => response.end("."));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  return (server.address() as AddressInfo).port;
}

test("everything between the two sides goes over the proxy and by our own certificate, files too", async (t) => {
  const certificates = makeCertificates(t, names);
  const { promise: started, resolve: tellStarted } = Promise.withResolvers<Bot>();
  const toPort = async (side: "teamwire" | "dialog360"): Promise<number> =>
    Number(new URL((await started).world[side].url).port);
  const proxy = await startProxy(t, {
    credentials: "bot:open-sesame",
    ports: {
      "teamwire.test:443": await startTls(t, certificates, () => toPort("teamwire")),
      "waba.test:443": await startTls(t, certificates, () => toPort("dialog360")),
    },
  });
  const bot = await startBot(t, {
    environment: {
      TW_API_HOST: "https://teamwire.test",
      WA_API_URL: "https://waba.test",
      WA_CA_FILE: certificates.caFile,
      HTTPS_PROXY: `http://bot:open-sesame@127.0.0.1:${proxy.port}`,
    },
  });
  tellStarted(bot);
  // Neither name leads anywhere but through the proxy.
  const tid = await beginChat(bot);
  await sendFile(bot, { more: { filename: "plan.pdf" } });
  await until("the file in the chat", () => readPosts(bot).length === 2);
  assert.deepEqual(readPosts(bot).slice(1), ["- FILE plan.pdf"]);
  const { simulator } = bot.world.teamwire;
  const content = toContent(new Uint8Array(200_000).fill(7));
  const asset = simulator.assets.add(content, { name: "offer.pdf", mimeType: "application/pdf" });
  simulator.post(tid, "user-anna", { attachments: [{ type: "FILE", assets: [asset] }] });
  const { sends, media } = bot.world.dialog360.simulator;
  await until("the file on WhatsApp", () => sends.length === 1);
  assert.equal(media.find(sends[0]?.content["id"])?.content.sha256, content.sha256);
  assert.deepEqual([...new Set(proxy.asked)].toSorted(), ["teamwire.test:443", "waba.test:443"]);
  assert.doesNotMatch(bot.log, /sesame/);
});

test("a certificate of our own is trusted beside the built-in ones, and nobody else's", async (t) => {
  const certificates = makeCertificates(t, names);
  const hello = await startHello(t);
  const port = await startTls(t, certificates, async () => hello);
  const url = `https://127.0.0.1:${port}/`;
  await assert.rejects(direct.fetch(url), { name: "NoWayError", message: /WA_CA_FILE/ });
  const ours = createNetwork({ caFile: certificates.caFile, proxy: null });
  const answer = await ours.fetch(url, { method: "POST", body: "Hello" });
  assert.equal(await answer.text(), "Hello.");
  assert.equal(answer.headers.get("connection-was"), "close");
  await assert.rejects(ours.fetch(`https://[::ffff:127.0.0.1]:${port}/`), {
    message: "its certificate is not valid (ERR_TLS_CERT_ALTNAME_INVALID)",
  });
});

test("hosts in NO_PROXY and this machine are called directly, everything else is not", async (t) => {
  const certificates = makeCertificates(t, names);
  const hello = await startHello(t);
  const port = await startTls(t, certificates, async () => hello);
  const proxy = await startProxy(t, { ports: { "waba.test:443": port } });
  const network = createNetwork({
    caFile: certificates.caFile,
    proxy: { url: `http://127.0.0.1:${proxy.port}`, bypass: ["teamwire.test"] },
  });
  assert.equal(await (await network.fetch("https://waba.test/")).text(), ".");
  assert.equal(await (await network.fetch(`https://localhost:${port}/`)).text(), ".");
  assert.equal(await (await network.fetch(`http://127.0.0.1:${hello}/`)).text(), ".");
  // Directly, there is no such name.
  await assert.rejects(network.fetch("https://teamwire.test/"), { code: /ENOTFOUND|EAI_AGAIN/ });
  assert.deepEqual(proxy.asked, ["waba.test:443"]);
});

test("a proxy that is not there, wants a password or leads nowhere is told by the setting's name", async (t) => {
  const proxy = await startProxy(t, { ports: {}, credentials: "bot:open-sesame" });
  const via = (url: string): Promise<Response> =>
    createNetwork({ caFile: null, proxy: { url, bypass: [] } }).fetch("https://waba.test/");
  await assert.rejects(via("http://bot:wrong@127.0.0.1:9"), {
    message: "the proxy of HTTPS_PROXY cannot be reached (ECONNREFUSED)",
  });
  await assert.rejects(via(`http://bot:wrong@127.0.0.1:${proxy.port}`), {
    message: "the proxy of HTTPS_PROXY answered 407",
  });
  await assert.rejects(via(`http://bot:open-sesame@127.0.0.1:${proxy.port}`), {
    message: "the proxy of HTTPS_PROXY answered 502",
  });
});

test("a call ends in time while the proxy says nothing", async (t) => {
  const silent = createSocketServer((socket) => socket.on("error", () => {}));
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
  const network = createNetwork({ caFile: null, proxy: { url, bypass: [] } });
  const stop = new AbortController();
  const call = network.fetch("https://waba.test/", { signal: stop.signal });
  stop.abort(new Error("enough"));
  await assert.rejects(call, { message: "enough" });
  await assert.rejects(network.fetch("https://waba.test/"), {
    message: "the proxy of HTTPS_PROXY opened no way",
  });
});

test("createNetwork refuses a file without certificates by the setting's name", () => {
  assert.throws(() => createNetwork({ caFile: "no-such-file.pem", proxy: null }), {
    exitCode: 78,
    hint: /WA_CA_FILE/,
  });
});
