import assert from "node:assert/strict";
import { test } from "node:test";

import type { Known } from "../../../../src/bridge/planned.ts";
import { planEvents, post, session, texts, withSession } from "../plan/planning.ts";

const reminder =
  "Your message reached us while we were not available, may we contact you concerning your question again? If so, please reply to this message with YES.";

test("/info prints the original's lines", () => {
  const sent = { ...session, lastSentAt: Date.parse("2020-04-22T12:29:39Z") };
  const known: Known = {
    ...withSession,
    sessions: [{ session: sent, identities: [], tids: ["t1"] }],
  };
  const [answer = ""] = texts(planEvents([post("/info")], known).deliveries);
  assert.deepEqual(answer?.split("\n"), [
    "Whatsapp Bot",
    "",
    "Conversation info:",
    "Started at: 22/04/2020, 14:18:02",
    "By WhatsApp user: Tobias",
    "Phone number: +496813***978",
    "Last message received: 22/04/2020, 14:18:02",
    "Last message sent: 22/04/2020, 14:29:39",
    "Conversation active: Yes",
    "",
    "Note: a WhatsApp conversation is active for 24 hours after the last message sent from the WhatsApp user has been received. During that time all messages sent to this chat are normally relayed to the WhatsApp user. After the 24hrs timeout is expired, only template messages can be sent.",
  ]);
});

const template = {
  number: 1,
  name: "reminder",
  language: "en",
  body: reminder,
  parameters: [],
  available: true,
};
const order = {
  ...template,
  number: 2,
  name: "order",
  body: "Hello {{1}}, see you {{2}}",
  parameters: ["1", "2"],
};
const withTemplates: Known = { ...withSession, templates: [template, order] };

test("/templates prints the original's lines, and parameters on a second line", () => {
  const [one] = texts(
    planEvents([post("/templates")], { ...withTemplates, templates: [template] }).deliveries,
  );
  assert.equal(one, `Available template messages:\n\n1. ${reminder}`);
  const [two] = texts(planEvents([post("/templates")], withTemplates).deliveries);
  assert.match(two ?? "", /^2\. Hello \{\{1\}\}, see you \{\{2\}\}\n {3}.*\{\{1\}\}.*\{\{2\}\}/m);
});

test("/send hands over the template with its values, outside of the window too", () => {
  const closed = { ...session, windowExpiresAt: null };
  const known = { ...withTemplates, sessions: [{ session: closed, identities: [], tids: ["t1"] }] };
  const [sent] = planEvents([post("/send 2 Anna | Tuesday")], known).deliveries;
  assert.deepEqual(sent?.outgoing, {
    kind: "template",
    number: 2,
    name: "order",
    language: "en",
    parameters: [{ text: "Anna" }, { text: "Tuesday" }],
  });
  assert.equal(sent.state, "pending");
});

test("/send sends nothing for a number or values that do not fit, and says so in the chat", () => {
  for (const text of [
    "/send",
    "/send 9",
    "/send one",
    "/send 2",
    "/send 2 Anna",
    "/send 1 Anna",
    "/send 1x",
  ]) {
    const { deliveries } = planEvents([post(text)], withTemplates);
    assert.deepEqual(
      deliveries.map(({ side }) => side),
      ["team"],
      text,
    );
  }
});

test("an unknown command is answered with the nearest one and never relayed", () => {
  const { deliveries } = planEvents([post("/templats")], withSession);
  assert.deepEqual(
    deliveries.map(({ side }) => side),
    ["team"],
  );
  assert.match(texts(deliveries)[0] ?? "", /\/templates/);
});
