import assert from "node:assert/strict";
import { test } from "node:test";

import type { Delivery } from "../../../../src/bridge/delivery.ts";
import type { Outgoing } from "../../../../src/bridge/message.ts";
import type { PlanContext } from "../../../../src/bridge/plan/context.ts";
import { plan } from "../../../../src/bridge/plan/plan.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";
import {
  renderPost,
  type FileAttachment,
  type LocationBody,
} from "../../../../src/teamwire/render.ts";
import { listFixtures } from "../../dialog360/fixtures.ts";
import { parseFixture, wamid } from "../../dialog360/notifications.ts";
import { context, nothing, now } from "../plan/planning.ts";
import { expectedPosts, germanTexts, staffPost, type SeenPost } from "./expected-posts.ts";

/** What staff wrote before; the receipts of the fixtures are about these two. */
const sent = [`${wamid}97==`, "gBEGFixtureMessage0907"].map((remoteId, index) => ({
  id: index,
  sessionId: 3,
  side: "customer",
  sourceId: staffPost,
  part: 0,
  kind: "text",
  outgoing: { kind: "text", text: "We are on our way" },
  state: "sent",
  reason: null,
  createdAt: now,
  tid: "t1",
  notificationId: null,
  attempts: 1,
  nextAttemptAt: null,
  renewedAt: null,
  remoteId,
})) satisfies readonly Delivery[];

test("the team reads of every notification what it has to", () => {
  const names = listFixtures("webhook").map(({ file }) => file.replace(".json", ""));
  assert.deepEqual(Object.keys(expectedPosts).toSorted(), names.toSorted());
  for (const [name, posts] of Object.entries(expectedPosts)) {
    assert.deepEqual(readPosts(name, context), posts, name);
  }
});

test("the team reads it in its own language", () => {
  const texts = createTexts({ locale: "de", timeZone: "Europe/Berlin" });
  for (const [name, text] of Object.entries(germanTexts)) {
    const posts = readPosts(name, { ...context, locale: "de", texts });
    assert.deepEqual(
      posts.map((post) => post.text),
      [text],
      name,
    );
  }
});

function readPosts(name: string, given: PlanContext): readonly SeenPost[] {
  const notification = { id: 1, receivedAt: now, events: parseFixture(`${name}.json`) };
  const known = { ...nothing, deliveries: sent };
  const { deliveries } = plan([notification], [], { known, context: given });
  return deliveries.flatMap(({ outgoing }) => (outgoing?.kind === "post" ? see(outgoing) : []));
}

/** As the request to Teamwire has it, once the customer's file is there. */
function see({ concerns, file, ...post }: Extract<Outgoing, { kind: "post" }>): SeenPost {
  const posted = file && { ...file, assetId: "a1", size: 1 };
  const body = renderPost({ replyTo: concerns, ...post, file: posted, reference: "r" });
  const [attached] = body.attachments ?? [];
  return {
    by: body.sender_display_name ?? null,
    text: body.msg ?? "",
    ...(body.reply_to && { replyTo: body.reply_to }),
    ...(attached && { attached: toAttached(attached) }),
  };
}

function toAttached(attached: FileAttachment | LocationBody): string {
  if (attached.type === "LOCATION") return attached.type;
  return `${attached.type} ${attached.assets.map(({ name }) => name).join()}`;
}
