import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../src/bridge/errors.ts";
import type { Outgoing, StaffFile } from "../../../src/bridge/message.ts";
import { renderSend } from "../../../src/dialog360/render.ts";

type Message = Extract<Outgoing, { kind: "template" }>;

const to = { phone: "12025550143" };
const template: Message = {
  kind: "template",
  number: 1,
  name: "revive_issue",
  language: "en_US",
  parameters: [],
};
const place = { latitude: 49.2354, longitude: -6.9965, name: "Town hall" };
const mediaId = "883247393974022";
const contract: StaffFile = {
  kind: "document",
  name: "Plan.pdf",
  assetId: "a1",
  mimeType: "application/pdf",
};

function textOf(text: string, name?: string): object {
  return { type: "text", ...(name && { parameter_name: name }), text };
}

function header(parameter: object): object {
  return { type: "header", parameters: [parameter] };
}

/** What is given, and the components in v1 and in v2 where they differ. */
const table: readonly (readonly [Partial<Message>, object[], object[]?])[] = [
  [
    {
      header: { kind: "text", parameters: [{ name: "order", text: "4711" }] },
      parameters: [{ text: "Chef" }],
      buttons: [
        { index: 0, kind: "url", text: "4711-22" },
        { index: 2, kind: "code", text: "25OFF" },
      ],
    },
    [
      header(textOf("4711", "order")),
      { type: "body", parameters: [textOf("Chef")] },
      { type: "button", sub_type: "url", index: "0", parameters: [textOf("4711-22")] },
      {
        type: "button",
        sub_type: "copy_code",
        index: "2",
        parameters: [{ type: "coupon_code", coupon_code: "25OFF" }],
      },
    ],
  ],
  [
    { header: { kind: "file", file: { ...contract, kind: "image" }, mediaId } },
    [header({ type: "image", image: { id: mediaId } })],
  ],
  // A document alone has a name.
  [
    { header: { kind: "file", file: contract, mediaId } },
    [header({ type: "document", document: { id: mediaId, filename: "Plan.pdf" } })],
  ],
  [
    { header: { kind: "location", ...place } },
    [header({ type: "location", location: place })],
    [
      header({
        type: "location",
        location: { latitude: "49.2354", longitude: "-6.9965", name: "Town hall" },
      }),
    ],
  ],
];

test("renderSend fills in header, body and buttons of a template in both generations", () => {
  for (const [given, inV1, inV2 = inV1] of table) {
    for (const [generation, components] of [
      ["v1", inV1],
      ["v2", inV2],
    ] as const) {
      const options = { generation, reference: "store-7", replyTo: null };
      const body = renderSend(to, { ...template, ...given }, options);
      const language = { policy: "deterministic", code: "en_US" };
      assert.deepEqual(body["template"], { name: "revive_issue", language, components });
    }
  }
});

test("renderSend makes no template without the file of its header", () => {
  const options = { generation: "v2", reference: "store-7", replyTo: null } as const;
  const message: Message = { ...template, header: { kind: "file", file: contract } };
  assert.throws(() => renderSend(to, message, options), DeliveryError);
});
