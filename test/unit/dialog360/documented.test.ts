import assert from "node:assert/strict";
import { test } from "node:test";

import type { CustomerIds } from "../../../src/bridge/identity.ts";
import type { Outgoing } from "../../../src/bridge/message.ts";
import { renderReadMark, renderSend } from "../../../src/dialog360/render.ts";
import { listFixtures, readFixture } from "./fixtures.ts";

interface Documented {
  readonly to?: CustomerIds;
  readonly message: Outgoing;
  readonly replyTo?: string;
  /** What we send otherwise, by its path; a value of undefined is not sent. */
  readonly ours?: Readonly<Record<string, unknown>>;
}

const text: Outgoing = { kind: "text", text: "Simple Message" };
const policy = { "template.language.policy": "deterministic" };
const template = {
  kind: "template",
  number: 1,
  name: "revive_issue",
  namespace: "waba_namespace",
  language: "en",
  parameters: [{ text: "Chef" }, { text: "tomorrow" }],
} as const;

const quoted = "wamid.HBgLMTIwMjU1NTAxNDMVAgASGBQzQUZJWFRVUkUwMDAwMDAwMD01==";

/** A file of staff, as it is sent once it is uploaded. */
function toFile(
  kind: "image" | "document",
  facts: { name: string; mediaId: string; caption: string },
): Outgoing {
  const { name, mediaId, caption } = facts;
  return { kind: "file", file: { kind, name, assetId: "a1", mimeType: "" }, mediaId, caption };
}

/** The requests that are sent; of templates their body alone has values. */
const sent: Readonly<Record<string, Documented>> = {
  "v1/text": { message: text },
  "v1/template": { message: template, ours: { recipient_type: "individual" } },
  "v1/document-id": {
    message: toFile("document", {
      name: "document2.pdf",
      mediaId: "25c484d1-1283-4b94-988d-7276bdec4ef3",
      caption: "document caption",
    }),
    ours: { recipient_type: "individual" },
  },
  "v2/text": { message: text },
  "v2/text-reply": {
    message: { kind: "text", text: "quoted reply" },
    replyTo: quoted,
    ours: { "text.preview_url": false },
  },
  "v2/image-id": {
    message: toFile("image", { name: "a.jpg", mediaId: "883247393974022", caption: "caption" }),
  },
  "v2/text-bsuid": { to: { userId: "US.13491208655302741918" }, message: text },
  "v2/template": {
    message: { ...template, language: "en_US" },
    ours: { "template.components.0": undefined },
  },
  "v2/template-named-params": {
    message: {
      ...template,
      name: "order_ready",
      language: "en_US",
      parameters: [{ name: "customer", text: "Chef" }],
    },
    ours: { ...policy, "template.components.1": undefined },
  },
};

/** Why `renderSend` does not make the others. */
const notSent: Readonly<Record<string, string>> = {
  "files go by id, never by link": "v1/audio-link v1/image-link v2/document-link",
  "renderReadMark makes them": "v1/mark-read v2/mark-read",
  "links get no preview": "v1/text-preview-url",
  "staff have no buttons and lists": "v1/interactive-button v1/interactive-list",
  "nor in v2": "v2/interactive-button v2/interactive-list v2/interactive-cta-url",
  "nothing is asked of customers": "v2/interactive-contact-request v2/interactive-location-request",
  "staff do not react, and nobody sees them type": "v2/reaction v2/typing",
  "no messages": "v1/contacts-check v1/webhook-set v2/webhook-set v2/template-create",
};

test("every documented request is sent, or it is said why not", () => {
  const others = Object.values(notSent).flatMap((names) => names.split(" "));
  const named = [...Object.keys(sent), ...others];
  const all = listFixtures("request").map(({ file }) => file.replace(/request-(.*)\.json/, "$1"));
  assert.deepEqual(named.toSorted(), all.toSorted());
});

test("renderSend makes requests as they are documented", () => {
  for (const [name, documented] of Object.entries(sent)) {
    const { to = { phone: "12025550143" }, message, replyTo = null, ours = {} } = documented;
    const generation = name.startsWith("v1") ? "v1" : "v2";
    const expected = Object.entries({
      ...ours,
      ...(generation === "v2" && { biz_opaque_callback_data: "store-7" }),
    }).reduce(setAt, readRequest(name));
    const body = renderSend(to, message, { generation, reference: "store-7", replyTo });
    assert.deepEqual(body, expected, name);
  }
});

test("renderReadMark marks as it is documented", () => {
  assert.deepEqual(renderReadMark(quoted, "v1"), readRequest("v1/mark-read"));
  assert.deepEqual(renderReadMark(quoted, "v2"), readRequest("v2/mark-read"));
});

function readRequest(name: string): object {
  return JSON.parse(readFixture(`${name.replace("/", "/request-")}.json`));
}

function setAt(body: object, [path, value]: readonly [string, unknown]): object {
  const keys = path.split(".");
  const last = keys.pop() ?? "";
  const place = keys.reduce<object>((part, key) => Reflect.get(part, key), body);
  if (value !== undefined) Reflect.set(place, last, value);
  else if (Array.isArray(place)) place.splice(Number(last), 1);
  else Reflect.deleteProperty(place, last);
  return body;
}
