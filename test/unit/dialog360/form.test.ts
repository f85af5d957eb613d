import assert from "node:assert/strict";
import { test } from "node:test";

import { readMessageOf } from "./notifications.ts";

test("toFormFields reads a form's answers, inner ones by their path", () => {
  const table: readonly (readonly [json: unknown, fields: readonly object[]])[] = [
    [
      '{"flow_token": "t1", "day": "Tuesday", "guests": 2, "vegan": true, "note": "", "none": null}',
      [
        { name: "day", value: "Tuesday" },
        { name: "guests", value: "2" },
        { name: "vegan", value: "true" },
      ],
    ],
    [
      '{"values": {"city": "Bonn", "floors": [1, 2]}, "list": [{"a": "b"}]}',
      [
        { name: "values.city", value: "Bonn" },
        { name: "values.floors", value: "1, 2" },
        { name: "list.0.a", value: "b" },
      ],
    ],
    [{ flow_token: "t1", values: { city: "Bonn" } }, [{ name: "values.city", value: "Bonn" }]],
    ["no JSON at all", [{ value: "no JSON at all" }]],
    ['{"a":{"b":{"c":{"d":{"e":"deep"}}}}}', [{ name: "a.b.c.d", value: "…" }]],
    ['{"flow_token": "t1"}', [{ value: "Sent" }]],
    [undefined, [{ value: "Sent" }]],
  ];
  for (const [json, fields] of table) {
    const reply = { name: "flow", body: "Sent", response_json: json };
    const { content } = readMessageOf("interactive", { type: "nfm_reply", nfm_reply: reply });
    assert.deepEqual(content, { kind: "form", fields }, JSON.stringify(json));
  }
});
