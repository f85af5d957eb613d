import assert from "node:assert/strict";
import { test } from "node:test";

import { fillTemplate } from "../../../../src/bridge/plan/templates.ts";

test("fillTemplate puts values in by number or by name, and leaves a place without one as it is", () => {
  const numbered = "{{1}}, your order {{ 2 }} is ready, {{1}}. {{3}}";
  assert.equal(
    fillTemplate(numbered, [{ text: "Anna" }, { text: "$1 {{1}}" }]),
    "Anna, your order $1 {{1}} is ready, Anna. {{3}}",
  );
  const named = "Hello {{name}}, see you on {{day}}";
  const values = [
    { name: "day", text: "Tuesday" },
    { name: "name", text: "Anna" },
  ];
  assert.equal(fillTemplate(named, values), "Hello Anna, see you on Tuesday");
});
