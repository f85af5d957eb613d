import assert from "node:assert/strict";
import { test } from "node:test";

import type { Outgoing, StaffFile } from "../../../../src/bridge/message.ts";
import { plan } from "../../../../src/bridge/plan/plan.ts";
import { toSignature } from "../../../../src/bridge/plan/signature.ts";
import type { StaffSignature } from "../../../../src/bridge/profile.ts";
import { context, now, post, withSession } from "./planning.ts";

const anna = { uid: "anna", bot: false, firstName: "Anna", lastName: "Becker" };

/** What a post becomes where staff sign. */
function planSigned(text: string, more: object = {}, signature: StaffSignature = "first_name") {
  const { deliveries } = plan(
    [{ id: 1, receivedAt: now, events: [post(text, { author: anna, ...more })] }],
    [],
    {
      known: withSession,
      context: { ...context, config: { ...context.config, staffSignature: signature } },
    },
  );
  return deliveries.flatMap(({ outgoing }) => (outgoing ? toWords(outgoing) : []));
}

function toWords(outgoing: Outgoing): string {
  if (outgoing.kind === "file") return `${outgoing.file.kind}: ${outgoing.caption ?? "-"}`;
  return "text" in outgoing ? outgoing.text : outgoing.kind;
}

function file(kind: StaffFile["kind"]): object {
  return { kind: "file", size: 1, file: { kind, assetId: "a", mimeType: "x/y", name: kind } };
}

test("toSignature takes the name that the config wants, on one line, or none", () => {
  for (const [author, kind, expected] of [
    [anna, "none", ""],
    [anna, "first_name", "\n— Anna"],
    [anna, "full_name", "\n— Anna Becker"],
    [{ ...anna, lastName: "" }, "full_name", "\n— Anna"],
    [{ ...anna, firstName: " " }, "first_name", ""],
    [{ ...anna, firstName: "An\nna" }, "first_name", "\n— An na"],
  ] as const) {
    assert.equal(toSignature(author, kind), expected);
  }
});

test("plan signs what staff write: texts, captions, and of a long text the last part alone", () => {
  assert.deepEqual(planSigned("Good morning\n"), ["Good morning\n— Anna"]);
  assert.deepEqual(planSigned("Good morning\n", {}, "none"), ["Good morning\n"]);
  assert.deepEqual(planSigned("//help", {}, "full_name"), ["/help\n— Anna Becker"]);
  assert.deepEqual(planSigned("Look", { parts: [file("image"), file("document")] }), [
    "image: Look\n— Anna",
    "document: -",
  ]);
  assert.deepEqual(planSigned("Listen", { parts: [file("audio")] }), [
    "Listen\n— Anna",
    "audio: -",
  ]);
  const place = { kind: "location", latitude: 49, longitude: 7 };
  assert.deepEqual(planSigned("", { parts: [place, file("image")] }), ["location", "image: -"]);
});

test("plan keeps to WhatsApp's limits with the signature, which is never a message of its own", () => {
  const signature = "\n— Anna";
  const whole = "x".repeat(4096 - signature.length);
  assert.deepEqual(planSigned(whole), [`${whole}${signature}`]);
  for (const length of [4090, 4096, 4097, 8185, 8190]) {
    const parts = planSigned("word ".repeat(2000).slice(0, length - 1) + "x");
    assert.ok(parts.every((part) => part.length <= 4096));
    assert.deepEqual(
      parts.map((part) => part.includes("—")),
      parts.map((_, index) => index === parts.length - 1),
    );
    assert.match(parts.at(-1) ?? "", /[wordx]\n— Anna$/);
  }
  const caption = "x".repeat(1024 - signature.length);
  const parts = [file("image")];
  assert.deepEqual(planSigned(caption, { parts }), [`image: ${caption}${signature}`]);
  assert.deepEqual(planSigned(`${caption}x`, { parts }), [`${caption}x${signature}`, "image: -"]);
});
