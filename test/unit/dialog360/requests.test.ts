import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomerIds } from "../../../src/bridge/identity.ts";
import type { Outgoing, StaffFile } from "../../../src/bridge/message.ts";
import { renderReadMark, renderSend } from "../../../src/dialog360/render.ts";
import { listProblems } from "../../contracts/message-requests.ts";
import { readFixture } from "./fixtures.ts";

const v2 = { generation: "v2", reference: "store-7" } as const;
const userId = "US.13491208655302741918";

const addresses: readonly CustomerIds[] = [
  { phone: "12025550143" },
  { phone: "12025550143", otherPhones: ["12025550144"], userId },
  { userId },
  { parentUserId: "US.ENT.11815799212886844830" },
];

const template = { kind: "template", number: 1, name: "order_ready", language: "en_US" } as const;

function staffFile(kind: StaffFile["kind"]): StaffFile {
  return { kind, assetId: "a1", mimeType: "", name: "a.bin" };
}

function file(kind: StaffFile["kind"], caption?: string): Outgoing {
  return {
    kind: "file",
    file: staffFile(kind),
    mediaId: "883247393974022",
    ...(caption && { caption }),
  };
}

/** Every shape of what staff can send; whoever adds a kind of message adds it here. */
const messages: readonly Outgoing[] = [
  { kind: "text", text: "Simple Message" },
  { kind: "text", text: "x".repeat(4096) },
  { kind: "text", text: "an answer", concerns: "mid-1" },
  { ...template, parameters: [] },
  { ...template, namespace: "waba_namespace", parameters: [{ text: "Chef" }, { text: "4711" }] },
  { ...template, parameters: [{ name: "customer", text: "Chef" }] },
  { ...template, parameters: [], header: { kind: "text", parameters: [{ text: "4711" }] } },
  ...(["image", "video", "document"] as const).map((kind): Outgoing => {
    const header = { kind: "file", file: staffFile(kind), mediaId: "883247393974022" } as const;
    return { ...template, parameters: [{ text: "Chef" }], header };
  }),
  { ...template, parameters: [], header: { kind: "location", latitude: 49.2354, longitude: 6.99 } },
  {
    ...template,
    parameters: [],
    buttons: [
      { index: 0, kind: "url", text: "4711" },
      { index: 2, kind: "code", text: "25OFF" },
    ],
  },
  file("image", "Look"),
  file("video", "x".repeat(1024)),
  file("audio"),
  file("document"),
  file("document", "The plan"),
  { kind: "location", latitude: 49.2354, longitude: -6.9965 },
  { kind: "location", latitude: 0, longitude: 0, name: "Town hall", address: "Rathausplatz 1" },
];

test("renderSend makes only bodies that Meta describes", () => {
  for (const to of addresses) {
    for (const message of messages) {
      for (const replyTo of [null, "wamid.1"]) {
        const body = renderSend(to, message, { ...v2, replyTo });
        assert.deepEqual(listProblems(body), [], JSON.stringify(body));
      }
    }
  }
});

test("renderReadMark makes only bodies that Meta describes", () => {
  assert.deepEqual(listProblems(renderReadMark("wamid.1", "v2")), []);
});

test("listProblems finds nothing wrong with documented bodies", () => {
  const documented = [
    ["document-link", "image-id", "interactive-button", "interactive-list", "mark-read"],
    ["reaction", "template", "text", "text-bsuid", "text-reply"],
  ].flat();
  for (const name of documented) {
    const body: object = JSON.parse(readFixture(`v2/request-${name}.json`));
    assert.deepEqual(listProblems(body), [], name);
  }
});

test("listProblems finds what is unknown, missing or of another type, at any depth", () => {
  const text = JSON.parse(readFixture("v2/request-text.json"));
  const sent = JSON.parse(readFixture("v2/request-template.json"));
  const [, body] = sent.template.components;
  const withBody = (component: object): object => ({
    ...sent,
    template: { ...sent.template, components: [component] },
  });
  const wrong: Readonly<Record<string, object>> = {
    "an unknown field": { ...text, priority: "high" },
    "an unknown field of the text": { ...text, text: { ...text.text, colour: "red" } },
    "an unknown field of the context": { ...text, context: { message_id: "wamid.1", from: "1" } },
    "an unknown field of a parameter": withBody({
      ...body,
      parameters: [{ type: "text", text: "Chef", name: "customer" }],
    }),
    "an unknown type": { ...text, type: "poll" },
    "no address": { ...text, to: undefined },
    "two addresses": { ...text, recipient: userId },
    "a number in the place of a user id": { ...text, to: undefined, recipient: "12025550143" },
    "a body that is no text": { ...text, text: { body: 5 } },
    "a template without language": { ...sent, template: { name: "order_ready" } },
    "parameters without their text": withBody({ ...body, parameters: [{ type: "text" }] }),
    "a file name beside a header's picture": withBody({
      type: "header",
      parameters: [{ type: "image", image: { id: "1", filename: "a.png" } }],
    }),
    "a code as a text": withBody({
      type: "button",
      sub_type: "copy_code",
      index: "0",
      parameters: [{ type: "coupon_code", text: "25OFF" }],
    }),
    "a file name beside a picture": {
      ...text,
      type: "image",
      text: undefined,
      image: { id: "1", filename: "a.png" },
    },
    "a caption that is too long": {
      ...text,
      type: "image",
      text: undefined,
      image: { id: "1", caption: "x".repeat(1025) },
    },
    "a mark without its message": { messaging_product: "whatsapp", status: "read" },
  };
  for (const [what, message] of Object.entries(wrong)) {
    // As on the wire: what is undefined is not there.
    assert.notDeepEqual(listProblems(JSON.parse(JSON.stringify(message))), [], what);
  }
});
