import assert from "node:assert/strict";
import { test } from "node:test";

import { loadConsole } from "../../../src/ops/console/files.ts";
import { createGuard } from "../../../src/ops/guard.ts";
import { createHealth } from "../../../src/ops/health.ts";
import { createOps } from "../../../src/ops/http.ts";
import { createLog } from "../../../src/ops/log.ts";

const token = "correct-horse-battery";
const html = { Accept: "text/html,*/*" };

interface Scene {
  now: number;
  /** Everything that was logged. */
  log: string;
  readonly ask: (
    path: string,
    headers?: Readonly<Record<string, string>>,
    init?: { readonly method: string; readonly body?: URLSearchParams | string },
  ) => Promise<Response>;
}

async function setScene(given: string | null): Promise<Scene> {
  const { "login.html": loginPage = "" } = await loadConsole();
  const log = createLog({
    level: "debug",
    format: "json",
    now: () => 0,
    write: (line) => (scene.log += line),
  });
  const health = createHealth({ now: () => 0, log });
  const guard = createGuard({ token: given, loginPage, now: () => scene.now });
  const ops = createOps({ health, log, guard, guarded: [] })
    .get("/secret", (c) => c.text("secret"))
    .get("/broken", () => {
      throw new TypeError("words of Tobias");
    });
  const scene: Scene = {
    now: 1_795_424_400_000,
    log: "",
    ask: async (path, headers = {}, init = { method: "GET" }) =>
      ops.request(`http://127.0.0.1:9464${path}`, {
        ...init,
        headers: { Host: "127.0.0.1:9464", ...headers },
      }),
  };
  return scene;
}

async function logIn({ ask }: Scene, given: string): Promise<Response> {
  return ask("/login", html, { method: "POST", body: new URLSearchParams({ token: given }) });
}

test("createGuard lets a program in that shows the token, and nobody else but to /livez and /readyz", async () => {
  const { ask } = await setScene(token);
  for (const path of ["/livez", "/readyz"]) assert.equal((await ask(path)).status, 200);
  assert.equal((await ask("/secret", { Authorization: `Bearer ${token}` })).status, 200);
  for (const given of [undefined, "Bearer", "Bearer wrong", `Basic ${btoa(`x:${token}`)}`, token]) {
    const answer = await ask("/secret", given === undefined ? {} : { Authorization: given });
    assert.equal(answer.status, 401, given);
    assert.match(answer.headers.get("WWW-Authenticate") ?? "", /^Bearer /);
    assert.doesNotMatch(await answer.text(), /secret/);
  }
  assert.equal((await ask("/nothing")).status, 401);
});

test("createGuard shows a browser a form, and keeps one that knows the token for 30 days", async () => {
  const scene = await setScene(token);
  const form = await scene.ask("/secret", html);
  assert.equal(form.status, 401);
  assert.match(await form.text(), /<form method="post" action="login">/);
  assert.match(
    form.headers.get("Content-Security-Policy") ?? "",
    /^default-src 'none'; style-src 'sha256-/,
  );
  const refused = await logIn(scene, "wrong");
  assert.deepEqual([refused.status, refused.headers.get("Set-Cookie")], [401, null]);
  assert.match(await refused.text(), /role="alert"/);

  const taken = await logIn(scene, ` ${token}\n`);
  assert.deepEqual([taken.status, taken.headers.get("Location")], [303, "./"]);
  const cookie = taken.headers.get("Set-Cookie") ?? "";
  assert.match(cookie, /; Path=\/; HttpOnly; SameSite=Strict$/);
  assert.ok(!cookie.includes(token), "the cookie does not hold the token");
  const [pass = ""] = cookie.split(";");
  const visit = async (Cookie: string): Promise<number> =>
    (await scene.ask("/secret", { Cookie })).status;
  assert.equal(await visit(pass), 200);
  for (const forged of [pass.replace(/=\d/, "=9"), pass.slice(0, -1), "", `${pass}0`]) {
    assert.equal(await visit(forged), 401, forged);
  }
  scene.now += 30 * 24 * 60 * 60 * 1000;
  assert.equal(await visit(pass), 401);
});

test("createGuard takes a login that cannot be read for a wrong one, and too long a one for too long", async () => {
  const scene = await setScene(token);
  const post = async (body: string, type: string): Promise<number> =>
    (await scene.ask("/login", { "Content-Type": type }, { method: "POST", body })).status;
  assert.equal(await post("no form", "multipart/form-data; boundary=x"), 401);
  assert.equal(await post("token=x", "application/json"), 401);
  const form = "application/x-www-form-urlencoded";
  const long = { "Content-Type": form, "Content-Length": "9000" };
  const answer = await scene.ask("/login", long, { method: "POST", body: "x".repeat(9000) });
  assert.equal(answer.status, 413);
  assert.equal(scene.log, "");
});

test("createOps tells of a request that fails by the class of the error alone", async () => {
  const scene = await setScene(null);
  const answer = await scene.ask("/broken");
  assert.deepEqual([answer.status, await answer.text()], [500, "Internal server error\n"]);
  assert.match(scene.log, /^\{"time".*"level":"error".*"error":"TypeError"\}\n$/);
});

test("createGuard gives a cookie that only goes over https where the proxy in front speaks it", async () => {
  const { ask } = await setScene(token);
  const body = new URLSearchParams({ token });
  const answer = await ask("/login", { "X-Forwarded-Proto": "https" }, { method: "POST", body });
  assert.match(answer.headers.get("Set-Cookie") ?? "", /; Secure/);
});

test("createGuard takes a cookie back at the logout", async () => {
  const { ask } = await setScene(token);
  const answer = await ask("/logout", {}, { method: "POST" });
  assert.match(answer.headers.get("Set-Cookie") ?? "", /^whatsapp-bot-\w{8}=; Max-Age=0/);
});

test("createGuard without a token answers only to this machine's own names", async () => {
  const { ask } = await setScene(null);
  for (const host of [
    "127.0.0.1:9464",
    "localhost",
    "LOCALHOST:1",
    "[::1]:9464",
    "bot.localhost",
  ]) {
    assert.equal((await ask("/secret", { Host: host })).status, 200, host);
  }
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.evil.example:9464",
    "evil-localhost",
    "169.254.1.1",
    "",
  ]) {
    assert.equal((await ask("/secret", { Host: host })).status, 403, host);
  }
  assert.equal((await ask("/livez", { Host: "pod.internal" })).status, 200);
});

test("createGuard lets other sites link here and do nothing else", async () => {
  const { ask } = await setScene(null);
  const visit = async (site: string, mode: string, method = "GET"): Promise<number> => {
    const headers = { "Sec-Fetch-Site": site, "Sec-Fetch-Mode": mode };
    return (await ask("/secret", headers, { method })).status;
  };
  assert.equal(await visit("same-origin", "cors"), 200);
  assert.equal(await visit("none", "navigate"), 200);
  assert.equal(await visit("cross-site", "navigate"), 200);
  assert.equal(await visit("cross-site", "no-cors"), 403);
  assert.equal(await visit("same-site", "cors"), 403);
  assert.equal(await visit("cross-site", "navigate", "POST"), 403);
});
