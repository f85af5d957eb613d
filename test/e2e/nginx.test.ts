// The example for nginx, as it is but for name, ports and certificate, with a real nginx and TLS in front of the program.
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { request } from "node:https";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { until } from "../fakes/until.ts";
import { envelope, textMessage } from "../integration/conversation.ts";
import { createStage, programs } from "./program.ts";

const nginx = "/usr/sbin/nginx";
const example = readFileSync("scripts/deploy/nginx.conf", "utf8");

/** A certificate for 127.0.0.1 that only its own file makes trusted. */
function makeCertificate(folder: string): { readonly key: string; readonly certificate: string } {
  const [key, certificate] = [join(folder, "key.pem"), join(folder, "certificate.pem")];
  const kind = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2";
  const name = "-subj /CN=bot.example.com -addext subjectAltName=IP:127.0.0.1";
  const line = `req -x509 ${kind} ${name} -keyout ${key} -out ${certificate}`;
  execFileSync("openssl", line.split(" "), { stdio: "pipe" });
  return { key, certificate };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs nginx with this server block. @returns where it listens, and its certificate */
async function startNginx(
  t: TestContext,
  block: string,
): Promise<{ readonly port: number; readonly ca: string }> {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-nginx-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  mkdirSync(join(folder, "logs"));
  const { key, certificate } = makeCertificate(folder);
  const port = await findFreePort();
  const server = block
    .replace("listen 443 ssl;", `listen 127.0.0.1:${port} ssl;`)
    .replace(/listen \[::\]:443 ssl;/, "")
    .replace(/ssl_certificate +\S+;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key +\S+;/, `ssl_certificate_key ${key};`);
  writeFileSync(
    join(folder, "nginx.conf"),
    `daemon off; master_process off; error_log stderr; pid ${folder}/pid;
     events {} http { access_log off; client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy;
     fastcgi_temp_path ${folder}/f; uwsgi_temp_path ${folder}/u; scgi_temp_path ${folder}/s; ${server} }`,
  );
  const child = spawn(nginx, ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "pipe" });
  let said = "";
  child.stderr.on("data", (chunk) => (said += String(chunk)));
  t.after(async () => {
    if (child.exitCode !== null) return;
    const exit = once(child, "exit");
    process.kill(child.pid ?? 0, "SIGTERM");
    await exit;
  });
  await until("nginx listens", () => {
    if (child.exitCode !== null) throw new Error(`nginx ended: ${said}`);
    return new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
    });
  });
  return { port, ca: readFileSync(certificate, "utf8") };
}

interface Target {
  readonly port: number;
  readonly ca: string;
}

interface Posted {
  readonly body: string;
  readonly headers: NodeJS.Dict<string | string[]>;
  /** Which address of this machine it comes from. */
  readonly from?: string;
}

/** Posts over TLS, as 360dialog does. @returns the status */
function post(
  { port, ca }: Target,
  { body, headers, from = "127.0.0.1" }: Posted,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const path = "/whatsapp/notification";
    const { host: _, connection: _also, ...sent } = headers;
    const options = { host: "127.0.0.1", localAddress: from, port, path, ca, method: "POST" };
    request({ ...options, headers: sent }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .once("error", reject)
      .end(body);
  });
}

/** The simulator knows no certificates of ours: what it posts here goes on over TLS. */
async function startTlsClient(t: TestContext, target: Target): Promise<string> {
  const forward = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Uint8Array);
    const body = Buffer.concat(chunks).toString();
    const status = await post(target, { body, headers: incoming.headers });
    answer.writeHead(status).end();
  };
  const server = createServer((incoming, answer) => void forward(incoming, answer));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/whatsapp/notification`;
}

// The source on Node is what the executable holds.
for (const program of programs.filter(({ name }) => name !== "source on Node")) {
  test(
    `behind nginx with TLS the whole loop works, also for a body of 3,000,000 bytes: ${program.name}`,
    { skip: existsSync(nginx) ? false : "no nginx here" },
    async (t) => {
      const port = await findFreePort();
      const environment = { WA_NOTIFICATIONS_PORT: String(port) };
      const stage = await createStage(t, program, { environment });
      const { dialog360, teamwire, cast } = stage.world;
      await stage.serve();
      const set = await stage.run(
        "webhook",
        "set",
        "https://bot.example.com/whatsapp/notification",
      );
      assert.equal(set.code, 0, set.stderr);
      const { headers } = dialog360.simulator.webhook.target ?? { headers: {} };

      const target = await startNginx(t, example.replace("localhost:8080", `localhost:${port}`));
      dialog360.simulator.webhook.register({ url: await startTlsClient(t, target), headers });
      const [tobias] = cast.customers;
      assert.ok(tobias);
      await dialog360.simulator.writes(tobias, "Hello over TLS").taken;
      const readPosts = (): unknown[] =>
        (teamwire.simulator.chats[0]?.messages ?? []).map(({ msg }) => msg);
      await until("the message", () => readPosts().length === 1);
      teamwire.simulator.post(
        teamwire.simulator.chats[0]?.chat.tid ?? "",
        "user-anna",
        "Hello back",
      );
      await until("the answer", () => dialog360.simulator.sends.length === 1);

      const small = { contacts: [], messages: [textMessage("wamid.LARGE", "And a large one")] };
      const room = 3_000_000 - Buffer.byteLength(envelope({ ...small, padding: "" }));
      const body = envelope({ ...small, padding: "x".repeat(room) });
      assert.equal(Buffer.byteLength(body), 3_000_000);
      const json = { ...headers, "content-type": "application/json" };
      assert.equal(await post(target, { body, headers: json }), 200);
      await until("the large one", () => readPosts().length === 3);
      assert.deepEqual(readPosts(), ["Hello over TLS", "Hello back", "And a large one"]);

      // With a header of their own, which nginx replaces.
      const stranger = { "content-type": "application/json", "x-forwarded-for": "203.0.113.7" };
      assert.equal(await post(target, { body: "{}", headers: stranger, from: "127.0.0.2" }), 401);
      await until("the line", () =>
        stage.log.includes('"message":"refused","status":401,"client":"127.0.0.2"'),
      );
    },
  );
}
