import assert from "node:assert/strict";
import { test } from "node:test";

import type { Template } from "../../src/bridge/template.ts";
import {
  emptyPlan,
  noReferences,
  openWithSession,
  readSession,
  type OpenLedger,
} from "./ledger-samples.ts";

/** What the ledger does with chats and templates. */
export function testChats(label: string, open: OpenLedger): void {
  test(`${label} a chat that is gone or closed begins the next generation`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({
      sessionId: session.id,
      generation: 1,
      config: "staff",
      tid: "T1",
      title: "one",
    });
    await ledger.chatGone("T1");
    await ledger.chatGone("T1");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: null,
      title: null,
      generation: 2,
    });
    await ledger.chatMade({
      sessionId: session.id,
      generation: 1,
      config: "staff",
      tid: "T0",
      title: "late",
    });
    assert.equal(
      (await readSession(ledger, session.id)).chat.tid,
      null,
      "another generation has begun",
    );
    await ledger.chatMade({
      sessionId: session.id,
      generation: 2,
      config: "staff",
      tid: "T2",
      title: "two",
    });
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T2", state: "closed" }] });
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: null,
      title: null,
      generation: 3,
    });
    const { sessions } = await ledger.known({ ...noReferences, tids: ["T1", "T2"] });
    assert.deepEqual(sessions[0]?.tids, ["T0", "T1", "T2"], "ended ones too");
  });

  test(`${label} a chat that is opened again is the session's, if it has none by then`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    async function turn(tid: string, state: "closed" | "open"): Promise<void> {
      await ledger.plan({ ...emptyPlan, chats: [{ tid, state }] });
    }
    await ledger.chatMade({
      sessionId: session.id,
      generation: 1,
      config: "staff",
      tid: "T1",
      title: "one",
    });
    await turn("T1", "closed");
    await turn("T1", "open");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: "T1",
      title: "one",
      generation: 2,
    });
    await turn("T1", "closed");
    await ledger.chatMade({
      sessionId: session.id,
      generation: 3,
      config: "staff",
      tid: "T3",
      title: "three",
    });
    await turn("T1", "open");
    assert.deepEqual((await readSession(ledger, session.id)).chat, {
      tid: "T3",
      title: "three",
      generation: 3,
    });
  });

  test(`${label} another config leaves the chat`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({
      sessionId: session.id,
      generation: 1,
      config: "staff",
      tid: "T1",
      title: "one",
    });
    async function change(config: string): Promise<void> {
      await ledger.plan({ ...emptyPlan, sessionChanges: [{ sessionId: session.id, config }] });
    }
    await change(session.config);
    assert.equal((await readSession(ledger, session.id)).chat.tid, "T1");
    await change("other");
    const left = await readSession(ledger, session.id);
    assert.deepEqual(
      [left.config, left.chat],
      ["other", { tid: null, title: null, generation: 2 }],
    );
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T1", state: "closed" }] });
    await ledger.plan({ ...emptyPlan, chats: [{ tid: "T1", state: "open" }] });
    assert.equal(
      (await readSession(ledger, session.id)).chat.tid,
      null,
      "a chat of the other config's staff",
    );
  });

  test(`${label} openChats tells the last post seen in each`, async (t) => {
    const { ledger, session } = await openWithSession(t, open);
    await ledger.chatMade({
      sessionId: session.id,
      generation: 1,
      config: "staff",
      tid: "T1",
      title: "one",
    });
    assert.deepEqual(await ledger.openChats(), [{ tid: "T1", lastMid: null }]);
    await ledger.plan({
      ...emptyPlan,
      lastMids: [
        { tid: "T1", mid: "m1" },
        { tid: "T1", mid: "m2" },
        { tid: "T9", mid: "m3" },
      ],
    });
    assert.deepEqual(await ledger.openChats(), [{ tid: "T1", lastMid: "m2" }]);
    await ledger.chatGone("T1");
    assert.deepEqual(await ledger.openChats(), []);
  });

  test(`${label} storeTemplates keeps numbers while the store lives`, async (t) => {
    const ledger = await open(t);
    const [a, b, c] = [toTemplate("a"), { ...toTemplate("b"), namespace: "ns" }, toTemplate("c")];
    await ledger.storeTemplates([a, b]);
    await ledger.storeTemplates([c, { ...b, body: "neu" }]);
    assert.deepEqual((await ledger.known(noReferences)).templates, [
      { ...a, number: 1, available: false },
      { ...b, body: "neu", number: 2, available: true },
      { ...c, number: 3, available: true },
    ]);
    await ledger.storeTemplates([{ ...a, ...wanting }]);
    const { templates } = await ledger.known(noReferences);
    assert.deepEqual(templates[0], { ...a, ...wanting, number: 1, available: true });
    assert.deepEqual(
      templates.map(({ number, available }) => [number, available]),
      [
        [1, true],
        [2, false],
        [3, false],
      ],
    );
  });
}

const wanting: Partial<Template> = {
  header: { kind: "text", text: "Auftrag {{1}}", parameters: ["1"] },
  buttons: [{ index: 1, kind: "url", label: "Ansehen", parameter: "1" }],
  beyond: "FLOW",
};

function toTemplate(name: string): Template {
  const body = `Hallo {{1}} ${name}`;
  return { name, language: "de", body, parameters: ["1"] };
}
