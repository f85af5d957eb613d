import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";

import { createMachineClock } from "../../src/simulator/clock.ts";
import { loadPage } from "../../src/simulator/page.ts";
import type { StageState } from "../../src/simulator/stage-state.ts";
import { startStage } from "../../src/simulator/stage.ts";
import { startWorld } from "../../src/simulator/world.ts";

test("startStage serves every file that the page names", async (t) => {
  const { url } = await start(t);
  const html = await (await fetch(`${url}/`)).text();
  const names = [...html.matchAll(/(?:href|src)="([a-z-]+\.(?:css|js))"/g)].map(([, name]) => name);
  assert.ok(names.includes("main.js"));
  const scripts = Object.entries(await loadPage()).filter(([name]) => name.endsWith(".js"));
  for (const [, text] of scripts) {
    for (const [, name] of text.matchAll(/from "\.\/([a-z-]+\.js)"/g)) names.push(name);
  }
  for (const name of new Set(names)) {
    assert.equal((await fetch(`${url}/${name}`)).status, 200, name);
  }
  assert.equal((await fetch(`${url}/secret.js`)).status, 404);
});

test("startStage tells every change at once", async (t) => {
  const { url, world, post } = await start(t);
  const live = await fetch(`${url}/api/live`);
  const states = readStates(live);
  const first = await states.next();
  assert.deepEqual(
    first.value?.customers.map(({ name, phone }) => [name, phone]),
    [
      ["Tobias", "+49681300012978"],
      ["Lena Krüger", "+49681300045312"],
      ["Kim", null],
    ],
  );
  const { id } = first.value.customers[2] ?? {};
  assert.equal((await post(`/api/customers/${id}/messages`, { text: "Hello" })).status, 200);
  const second = await states.next();
  assert.deepEqual(
    second.value?.customers[2]?.messages.map(({ text }) => text),
    ["Hello"],
  );
  assert.equal(world.dialog360.simulator.conversations.list()[2]?.messages.length, 1);
  await states.return(undefined);
});

test("startStage answers what cannot be done with words for the page", async (t) => {
  const { url, post, passed } = await start(t);
  const cases: [string, object, RegExp][] = [
    ["/api/customers/nobody/messages", { text: "Hello" }, /not there/],
    ["/api/customers", { name: "Mara" }, /needs a user name/],
    ["/api/customers", { name: "Mara", phone: "+49 681 300012978" }, /is taken/],
    ["/api/chats/nothing/messages", { uid: "user-anna", text: "Hello" }, /not there/],
    ["/api/chats/nothing/messages/m1/delete", {}, /not there/],
    ["/api/clock", { ms: -1 }, /forward only/],
  ];
  for (const [path, body, words] of cases) {
    const { status, message } = await post(path, body);
    assert.equal(status, 422, path);
    assert.match(message, words);
  }
  const form = await fetch(`${url}/api/clock`, { method: "POST", body: '{"ms":1}' });
  assert.equal(form.status, 422);
  assert.equal((await post("/api/clock", { ms: 60_000 })).status, 200);
  assert.deepEqual(passed, [60_000]);
});

async function start(t: TestContext) {
  const clock = createMachineClock();
  const world = await startWorld({ clock });
  t.after(() => world.close());
  const passed: number[] = [];
  const page = await loadPage();
  const { url, close } = await startStage({
    world,
    page,
    clock,
    advance: (ms) => void passed.push(ms),
  });
  t.after(close);
  async function post(path: string, body: object) {
    const headers = { "Content-Type": "application/json" };
    const answer = await fetch(url + path, { method: "POST", headers, body: JSON.stringify(body) });
    const { error } = JSON.parse(await answer.text());
    return { status: answer.status, message: String(error?.message) };
  }
  return { url, world, post, passed };
}

async function* readStates(live: Response): AsyncGenerator<StageState, void, undefined> {
  assert.ok(live.body);
  let text = "";
  for await (const chunk of live.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf("\n\n"); end >= 0; end = text.indexOf("\n\n")) {
      const data = text.slice(0, end).match(/^data: (.*)$/m)?.[1];
      text = text.slice(end + 2);
      if (data) yield JSON.parse(data);
    }
  }
}
