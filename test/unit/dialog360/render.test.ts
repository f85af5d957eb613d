import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError, NoNumberError } from "../../../src/bridge/errors.ts";
import type { CustomerIds } from "../../../src/bridge/identity.ts";
import type { Outgoing, StaffFile } from "../../../src/bridge/message.ts";
import { renderReadMark, renderSend } from "../../../src/dialog360/render.ts";

const phone = "12025550143";
const userId = "US.13491208655302741918";
const parentUserId = "US.ENT.11815799212886844830";
const quoted = "wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZJWFRVUkUwMDAwMDAwMD01==";
const v1 = { generation: "v1", reference: "store-7", replyTo: null } as const;
const v2 = { generation: "v2", reference: "store-7", replyTo: null } as const;

const text: Outgoing = { kind: "text", text: "Simple Message" };
const place = { latitude: 49.2354, longitude: -6.9965 };
const template = { kind: "template", number: 1, name: "revive_issue", language: "en_US" } as const;

function file(kind: StaffFile["kind"], more: { caption?: string } = {}): Outgoing {
  const staffFile = { kind, name: "Plan.pdf", assetId: "a1", mimeType: "application/pdf" };
  return { kind: "file", file: staffFile, mediaId: "883247393974022", ...more };
}

function body(...parameters: readonly object[]): object {
  return { components: [{ type: "body", parameters }] };
}

/** What a message is in both generations, or in v1 and in v2, beside whom it goes to. */
const contents: readonly (readonly [Outgoing, inV1: object, inV2?: object])[] = [
  [
    text,
    { type: "text", text: { body: "Simple Message" } },
    { type: "text", text: { body: "Simple Message", preview_url: false } },
  ],
  [
    { kind: "text", text: "*Grüße* 👋🏽\nhttps://example.com", concerns: "m9" },
    { type: "text", text: { body: "*Grüße* 👋🏽\nhttps://example.com" } },
    { type: "text", text: { body: "*Grüße* 👋🏽\nhttps://example.com", preview_url: false } },
  ],
  [
    file("image", { caption: "Look" }),
    { type: "image", image: { id: "883247393974022", caption: "Look" } },
  ],
  [file("image"), { type: "image", image: { id: "883247393974022" } }],
  [
    file("video", { caption: "Look" }),
    { type: "video", video: { id: "883247393974022", caption: "Look" } },
  ],
  [file("audio"), { type: "audio", audio: { id: "883247393974022" } }],
  // A document alone has a name.
  [
    file("document", { caption: "The plan" }),
    {
      type: "document",
      document: { id: "883247393974022", caption: "The plan", filename: "Plan.pdf" },
    },
  ],
  [
    file("document"),
    { type: "document", document: { id: "883247393974022", filename: "Plan.pdf" } },
  ],
  [
    { kind: "location", ...place },
    { type: "location", location: { latitude: 49.2354, longitude: -6.9965 } },
    { type: "location", location: { latitude: "49.2354", longitude: "-6.9965" } },
  ],
  [
    { kind: "location", latitude: -1e-7, longitude: 100 },
    { type: "location", location: { latitude: -1e-7, longitude: 100 } },
    { type: "location", location: { latitude: "-0.0000001", longitude: "100" } },
  ],
  [
    { kind: "location", ...place, name: "Town hall", address: "Rathausplatz 1" },
    {
      type: "location",
      location: {
        latitude: 49.2354,
        longitude: -6.9965,
        name: "Town hall",
        address: "Rathausplatz 1",
      },
    },
    {
      type: "location",
      location: {
        latitude: "49.2354",
        longitude: "-6.9965",
        name: "Town hall",
        address: "Rathausplatz 1",
      },
    },
  ],
  [
    { ...template, namespace: "waba_namespace", parameters: [] },
    {
      type: "template",
      template: {
        namespace: "waba_namespace",
        name: "revive_issue",
        language: { policy: "deterministic", code: "en_US" },
      },
    },
    {
      type: "template",
      template: {
        name: "revive_issue",
        language: { policy: "deterministic", code: "en_US" },
      },
    },
  ],
  [
    { ...template, namespace: "waba_namespace", parameters: [{ text: "Chef" }, { text: "today" }] },
    {
      type: "template",
      template: {
        namespace: "waba_namespace",
        name: "revive_issue",
        language: { policy: "deterministic", code: "en_US" },
        ...body({ type: "text", text: "Chef" }, { type: "text", text: "today" }),
      },
    },
    {
      type: "template",
      template: {
        name: "revive_issue",
        language: { policy: "deterministic", code: "en_US" },
        ...body({ type: "text", text: "Chef" }, { type: "text", text: "today" }),
      },
    },
  ],
  [
    { ...template, parameters: [{ name: "customer", text: "Chef" }] },
    {
      type: "template",
      template: {
        name: "revive_issue",
        language: { policy: "deterministic", code: "en_US" },
        ...body({ type: "text", parameter_name: "customer", text: "Chef" }),
      },
    },
  ],
];

/** In v2 a number goes in `to`, a user id in `recipient`; where there is a number it is used. */
const addresses: readonly (readonly [CustomerIds, object])[] = [
  [{ phone }, { to: "12025550143" }],
  [{ phone, otherPhones: ["1202555014"], userId, parentUserId }, { to: "12025550143" }],
  [{ userId }, { recipient: "US.13491208655302741918" }],
  [{ userId, parentUserId }, { recipient: "US.13491208655302741918" }],
  [{ parentUserId }, { recipient: "US.ENT.11815799212886844830" }],
];

test("renderSend makes requests of v1, to a number, alone and as an answer", () => {
  for (const [message, inV1] of contents) {
    const whole = { recipient_type: "individual", to: "12025550143", ...inV1 };
    assert.deepEqual(renderSend({ phone, userId }, message, v1), whole);
    assert.deepEqual(renderSend({ phone, userId }, message, { ...v1, replyTo: quoted }), {
      ...whole,
      context: { message_id: quoted },
    });
  }
});

test("renderSend makes requests of v2, to a number or a user id, alone and as an answer", () => {
  for (const [message, inV1, inV2 = inV1] of contents) {
    for (const [to, address] of addresses) {
      const whole = {
        messaging_product: "whatsapp",
        recipient_type: "individual",
        ...address,
        ...inV2,
        biz_opaque_callback_data: "store-7",
      };
      assert.deepEqual(renderSend(to, message, v2), whole);
      assert.deepEqual(renderSend(to, message, { ...v2, replyTo: quoted }), {
        ...whole,
        context: { message_id: quoted },
      });
    }
  }
});

test("renderReadMark names the message in v2 alone: v1 has it in the path", () => {
  assert.deepEqual(renderReadMark(quoted, "v1"), { status: "read" });
  assert.deepEqual(renderReadMark(quoted, "v2"), {
    messaging_product: "whatsapp",
    status: "read",
    message_id: quoted,
  });
});

test("renderSend needs a number in v1", () => {
  assert.throws(() => renderSend({ userId }, text, v1), NoNumberError);
});

test("renderSend refuses for good whom or what it cannot render, and for now a file without its id", () => {
  const post: Outgoing = { kind: "post", text: "for the team" };
  const image = { kind: "image", name: "a.jpg", assetId: "a1", mimeType: "image/jpeg" } as const;
  const cases: readonly (readonly [verdict: string, attempt: () => unknown])[] = [
    ["permanent", () => renderSend({ userId }, text, v1)],
    ["permanent", () => renderSend({}, text, v2)],
    ["permanent", () => renderSend({ phone }, post, v2)],
    ["transient", () => renderSend({ phone }, { kind: "file", file: image }, v2)],
  ];
  for (const [verdict, attempt] of cases) {
    assert.throws(attempt, (error) => error instanceof DeliveryError && error.verdict === verdict);
  }
});
