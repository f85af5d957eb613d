import assert from "node:assert/strict";
import { test } from "node:test";

import type { Event, StaffFile, StaffPart } from "../../../../src/bridge/message.ts";
import { planEvents, post, session, texts, withSession } from "./planning.ts";

const mib = 1024 * 1024;

function part(kind: StaffFile["kind"], size: number | null = 1000): StaffPart {
  return { kind: "file", size, file: { kind, assetId: `a-${kind}`, mimeType: "x/y", name: kind } };
}

/** What a post becomes: the customer's messages and the words to staff. */
function planPost(text: string, more: object, known = withSession) {
  const { deliveries } = planEvents([post(text, more)], known);
  return {
    messages: deliveries
      .filter(({ side }) => side === "customer")
      .map(({ kind, part: number, outgoing }) => {
        const words =
          outgoing?.kind === "file" ? outgoing.caption : outgoing?.kind === "text" && outgoing.text;
        return `${number} ${kind} ${words || "-"}`;
      }),
    notices: texts(deliveries.filter(({ side }) => side === "team")),
    states: [...new Set(deliveries.map(({ state }) => state))],
  };
}

test("plan makes a message of every file, the text as the first one's caption", () => {
  const parts = [part("image"), part("document"), part("video")];
  assert.deepEqual(planPost("Look", { parts }).messages, [
    "0 image Look",
    "1 document -",
    "2 video -",
  ]);
  const place = { kind: "location", latitude: 49.2, longitude: 6.9 };
  assert.deepEqual(planPost("", { parts: [place, part("audio")] }).messages, [
    "0 location -",
    "1 audio -",
  ]);
});

test("plan sends the text before files that take no caption, or not such a long one", () => {
  assert.deepEqual(planPost("Listen", { parts: [part("audio")] }).messages, [
    "0 text Listen",
    "1 audio -",
  ]);
  const long = "x".repeat(1025);
  const { messages } = planPost(long, { parts: [part("image")] });
  assert.deepEqual(messages, [`0 text ${long}`, "1 image -"]);
});

test("plan refuses what is too large for WhatsApp, names the limit and the way out, and sends the rest", () => {
  const parts = [
    part("image", 5 * mib + 1),
    part("document", 100 * mib + 1),
    part("audio", 16 * mib),
    part("video", 16 * mib + 1),
    part("document", 100 * mib),
  ];
  const { messages, notices } = planPost("Words", { parts, attachments: ["poll"] });
  assert.deepEqual(messages, ["0 text Words", "1 audio -", "2 document -"]);
  assert.deepEqual(notices[0]?.split("\n"), [
    "image was not sent: it is 6 MB, and WhatsApp takes at most 5 MB of this kind. Please make it smaller, or attach it as a file (at most 100 MB).",
    "document was not sent: it is 101 MB, and WhatsApp takes files of at most 100 MB. Please make it smaller, split it or send a link to it.",
    "video was not sent: it is 17 MB, and WhatsApp takes at most 16 MB of this kind. Please make it smaller, or attach it as a file (at most 100 MB).",
    "The attachment was not sent (poll): WhatsApp has nothing like it. Text, files, pictures, videos, sound and locations can be sent.",
  ]);
  assert.equal(notices.length, 1);
});

test("plan tells of each attachment that stays behind what it was and why, in the team's words", () => {
  const attachments = ["document", "location", "document", "poll", "new-thing"];
  assert.deepEqual(planPost("Words", { parts: [part("image")], attachments }).notices, [
    [
      "The attachment was not sent (document): Teamwire does not provide the file. Please attach it again.",
      "The location was not sent: it has no usable coordinates. Please share it again.",
      "The attachment was not sent (poll): WhatsApp has nothing like it. Text, files, pictures, videos, sound and locations can be sent.",
      "The attachment was not sent (new-thing): WhatsApp has nothing like it. Text, files, pictures, videos, sound and locations can be sent.",
    ].join("\n"),
  ]);
});

test("plan tells that what is attached to a command was not sent", () => {
  for (const more of [{ parts: [part("image")] }, { attachments: ["poll"] }]) {
    const { messages, notices } = planPost("/templates", more);
    assert.deepEqual(messages, []);
    assert.match(notices[0] ?? "", /could not be loaded yet/);
    assert.deepEqual(notices.slice(1), [
      "The attachment was not sent: this command takes none. Please send it in a message of its own.",
    ]);
  }
  assert.equal(planPost("/templates", {}).notices.length, 1);
});

test("plan sends no file outside the window, and says so", () => {
  const closed = { ...session, windowExpiresAt: 1 };
  const known = { ...withSession, sessions: [{ session: closed, identities: [], tids: ["t1"] }] };
  const { states, notices } = planPost("", { parts: [part("image")] }, known);
  assert.deepEqual(states, ["failed", "pending"]);
  assert.match(notices[0] ?? "", /Only template messages/);
});

test("plan posts a customer's file with its caption", () => {
  const file = { kind: "image", mediaId: "77", mimeType: "image/jpeg", name: "a.jpg" } as const;
  const event: Event = {
    kind: "message",
    id: "w1",
    from: { phone: "496813000978", name: "Tobias" },
    sentAt: null,
    content: { kind: "file", file, caption: "Here" },
    opensWindow: true,
  };
  const [delivery] = planEvents([event]).deliveries;
  assert.equal(delivery?.kind, "image");
  assert.deepEqual(delivery.outgoing, { kind: "post", text: "Here", file, displayName: "Tobias" });
});
