import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../src/bridge/errors.ts";
import type { Outgoing } from "../../../src/bridge/message.ts";
import { renderReadMark, renderSend } from "../../../src/dialog360/render.ts";
import { readFixture } from "./fixtures.ts";

const phone = "12025550143";
const userId = "US.13491208655302741918";
const v1 = { generation: "v1", reference: "store-7" } as const;
const v2 = { generation: "v2", reference: "store-7" } as const;
const text: Outgoing = { kind: "text", text: "Simple Message" };
const template: Outgoing = {
  kind: "template",
  number: 1,
  name: "revive_issue",
  namespace: "waba_namespace",
  language: "en",
  parameters: [{ text: "Chef" }, { text: "tomorrow" }],
};

test("renderSend renders texts as documented", () => {
  const reference = { biz_opaque_callback_data: "store-7" };
  assert.deepEqual(
    renderSend({ phone }, text, v1),
    JSON.parse(readFixture("v1/request-text.json")),
  );
  assert.deepEqual(renderSend({ phone }, text, v2), {
    ...JSON.parse(readFixture("v2/request-text.json")),
    ...reference,
  });
  assert.deepEqual(renderSend({ userId }, text, v2), {
    ...JSON.parse(readFixture("v2/request-text-bsuid.json")),
    ...reference,
  });
});

test("renderSend writes to the number where there is one", () => {
  const body = renderSend({ phone, otherPhones: ["1"], userId }, text, v2);
  assert.equal(body["to"], phone);
  assert.ok(!("recipient" in body));
  assert.equal(renderSend({ parentUserId: "US.ENT.1" }, text, v2)["recipient"], "US.ENT.1");
});

test("renderSend renders a template of v1 with namespace and policy", () => {
  assert.deepEqual(renderSend({ phone }, template, v1), {
    recipient_type: "individual",
    ...JSON.parse(readFixture("v1/request-template.json")),
  });
});

test("renderSend renders a template of v2 with numbered and with named parameters", () => {
  const numbered = JSON.parse(readFixture("v2/request-template.json"));
  assert.deepEqual(renderSend({ phone }, { ...template, language: "en_US" }, v2), {
    ...numbered,
    template: {
      name: "revive_issue",
      language: { policy: "deterministic", code: "en_US" },
      components: [numbered.template.components[1]],
    },
    biz_opaque_callback_data: "store-7",
  });
  const named = JSON.parse(readFixture("v2/request-template-named-params.json"));
  const message: Outgoing = {
    ...template,
    name: "order_ready",
    language: "en_US",
    parameters: [{ name: "customer", text: "Chef" }],
  };
  assert.deepEqual(renderSend({ phone }, message, v2)["template"], {
    ...named.template,
    language: { policy: "deterministic", code: "en_US" },
    components: [named.template.components[0]],
  });
  assert.deepEqual(renderSend({ phone }, { ...template, parameters: [] }, v2)["template"], {
    name: "revive_issue",
    language: { policy: "deterministic", code: "en" },
  });
});

test("renderSend quotes a message as documented, in a template too", () => {
  const { context, ...documented } = JSON.parse(readFixture("v2/request-text-reply.json"));
  const quoting = { replyTo: context.message_id };
  assert.deepEqual(
    renderSend(
      { phone: documented.to },
      { kind: "text", text: documented.text.body },
      { ...v2, ...quoting },
    ),
    {
      ...documented,
      context,
      text: { ...documented.text, preview_url: false },
      biz_opaque_callback_data: "store-7",
    },
  );
  for (const message of [text, template]) {
    for (const options of [v1, v2]) {
      assert.deepEqual(
        renderSend({ phone }, message, { ...options, ...quoting })["context"],
        context,
      );
      const body = renderSend({ phone }, message, { ...options, replyTo: null });
      assert.ok(!("context" in body));
    }
  }
});

test("renderReadMark renders what both generations document", () => {
  const v2Body = JSON.parse(readFixture("v2/request-mark-read.json"));
  assert.deepEqual(renderReadMark(v2Body.message_id, "v2"), v2Body);
  const v1Body = JSON.parse(readFixture("v1/request-mark-read.json"));
  assert.deepEqual(renderReadMark("gBEGFixtureMessage0001", "v1"), v1Body);
});

test("renderSend refuses for good whom or what it cannot render", () => {
  const post: Outgoing = { kind: "post", text: "for the team" };
  for (const attempt of [
    () => renderSend({ userId }, text, v1),
    () => renderSend({}, text, v2),
    () => renderSend({ phone }, post, v2),
  ]) {
    assert.throws(
      attempt,
      (error) => error instanceof DeliveryError && error.verdict === "permanent",
    );
  }
});
