import assert from "node:assert/strict";
import { test } from "node:test";

import type { DeliveryError } from "../../../src/bridge/errors.ts";
import {
  CursorExpiredError,
  InvalidMembersError,
  toDeliveryError,
  type Asked,
} from "../../../src/teamwire/errors.ts";

const now = Date.parse("2026-11-23T09:00:00Z");
const post: Asked = { name: "post", inChat: true, writes: true };

test("toDeliveryError judges by the contract's code, then by the status", () => {
  const cases: [number, string | null, Asked, string, boolean][] = [
    [401, "auth_failed", post, "account", false],
    [401, null, post, "account", false],
    [403, "forbidden", post, "permanent", false],
    [404, "not_found", post, "gone", false],
    [404, "not_found", { name: "new chat", writes: true }, "permanent", false],
    [404, null, post, "transient", false],
    [409, "chat_closed", post, "gone", false],
    [413, "too_large", post, "permanent", false],
    [422, "invalid_request", post, "permanent", false],
    [418, null, post, "permanent", false],
    [302, null, post, "transient", false],
    [429, null, post, "throttled", false],
    [429, "rate_limited", post, "throttled", false],
    [500, null, post, "transient", true],
    [503, "overloaded", post, "transient", true],
    [502, null, { name: "events" }, "transient", false],
  ];
  for (const [status, code, asked, verdict, uncertain] of cases) {
    const error = judge(status, { code, asked });
    assert.deepEqual(
      [error.verdict, error.uncertain, error.provider],
      [verdict, uncertain, { code: status, title: code ?? `HTTP ${status}` }],
      `${status} ${code}`,
    );
  }
});

test("toDeliveryError tells an expired cursor and refused members apart", () => {
  assert.ok(judge(410, { code: "cursor_expired" }) instanceof CursorExpiredError);
  const named = judge(422, { code: "invalid_members", more: { members: ["u1", 5, "g1"] } });
  assert.ok(named instanceof InvalidMembersError);
  assert.deepEqual(named.members, ["u1", "g1"]);
  const unnamed = judge(422, { code: "invalid_members" });
  assert.ok(unnamed instanceof InvalidMembersError);
  assert.deepEqual(unnamed.members, []);
});

test("toDeliveryError waits as Retry-After says, in seconds or until a date, but not for ever", () => {
  const cases: [string | null, number | null][] = [
    [null, null],
    ["7", 7000],
    ["0", 0],
    ["Mon, 23 Nov 2026 09:01:30 GMT", 90_000],
    ["Mon, 23 Nov 2026 08:00:00 GMT", 0],
    ["99999999", 3_600_000],
    ["soon", null],
  ];
  for (const [retryAfter, expected] of cases) {
    assert.equal(judge(429, { retryAfter }).retryAfterMs, expected, String(retryAfter));
  }
});

test("toDeliveryError repeats nothing of an answer that may quote what was sent", () => {
  const answer = { code: "Secret Words 5", message: "secret words" };
  const body = new TextEncoder().encode(JSON.stringify({ error: answer }));
  const error = toDeliveryError({ status: 400, retryAfter: null, body }, post, now);
  assert.doesNotMatch(`${error.message}${JSON.stringify(error)}`, /secret/i);
});

function judge(
  status: number,
  facts: {
    code?: string | null;
    asked?: Asked;
    retryAfter?: string | null;
    more?: object;
  },
): DeliveryError {
  const error = { code: facts.code, message: "said the server", ...facts.more };
  const text = facts.code ? JSON.stringify({ error }) : "<html></html>";
  const refusal = {
    status,
    retryAfter: facts.retryAfter ?? null,
    body: new TextEncoder().encode(text),
  };
  return toDeliveryError(refusal, facts.asked ?? post, now);
}
