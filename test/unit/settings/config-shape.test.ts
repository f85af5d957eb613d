import assert from "node:assert/strict";
import { test } from "node:test";

import { parseConfig } from "../../../src/settings/parse-config.ts";

test("parseConfig says of a missing key that it is missing", () => {
  const config = {
    key: "0f093255-25fa-4588-ac7d-0862e7020adc",
    user_recipients: [{ user_id: "u" }],
  };
  const { problems } = parseConfig(JSON.stringify({ configs: [config] }), { file: "c.json" });
  assert.deepEqual(
    problems.map(({ where, message }) => [where, message]),
    [["configs[0].chat_title_prefix", "missing"]],
  );
});

test("parseConfig says of an empty file that it is empty", () => {
  const [problem] = parseConfig(" \n", { file: "c.json" }).problems;
  assert.match(problem?.message ?? "", /the file is empty/);
});
