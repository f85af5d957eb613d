import assert from "node:assert/strict";
import { test } from "node:test";

import type { DeliveryError, Verdict } from "../../../src/bridge/errors.ts";
import { plain } from "../../../src/bridge/log/plain.ts";
import { toDeliveryError } from "../../../src/dialog360/errors.ts";
import { toTransportError } from "../../../src/dialog360/transport-errors.ts";
import { NoWayError } from "../../../src/network/call-error.ts";
import { listFixtures, readFixture } from "./fixtures.ts";

const now = Date.parse("2026-11-23T04:00:00Z");

function judge(status: number, body: string, headers: Record<string, string> = {}): DeliveryError {
  return toDeliveryError(
    { tried: "Send a message", status, body, headers: new Headers(headers) },
    now,
  );
}

function judgeFixture(file: string): DeliveryError {
  const all = [...listFixtures("response"), ...listFixtures("response-gateway")];
  const fixture = all.find((candidate) => candidate.file === `${file}.json`);
  assert.ok(fixture?.httpStatus, file);
  return judge(fixture.httpStatus, readFixture(fixture.file));
}

test("toDeliveryError classifies every recorded error", () => {
  const table: readonly (readonly [string, Verdict, number | null, string])[] = [
    ["v2/response-error-130429", "throttled", 130429, "Rate limit hit"],
    ["v2/response-error-131008", "permanent", 131008, "Required parameter is missing"],
    ["v2/response-error-131009", "permanent", 131009, "Parameter value is not valid"],
    ["v2/response-error-131016", "transient", 131016, "Service unavailable"],
    ["v2/response-error-131026", "permanent", 131026, "Message undeliverable"],
    ["v2/response-error-131031", "account", 131031, "Business account has been locked"],
    ["v2/response-error-131047", "window", 131047, "Re-engagement message"],
    ["v2/response-error-131053", "transient", 131053, "Media upload error"],
    [
      "v2/response-error-132001",
      "permanent",
      132001,
      "Template name does not exist in the translation",
    ],
    ["v2/response-error-132015", "permanent", 132015, "Template is paused"],
    ["v2/response-error-190", "account", 190, "Invalid OAuth access token"],
    ["v2/response-error-250012-403", "permanent", 250012, "some error"],
    [
      "v2/response-error-613-429",
      "throttled",
      613,
      "Calls to this api have exceeded the rate limit",
    ],
    ["v2/gateway-error-400-disabled", "account", null, "Account disabled"],
    ["v2/gateway-error-401-api-key", "account", null, "Invalid API key"],
    ["v2/gateway-error-500-555", "transient", null, "Gateway error 555"],
    ["v1/gateway-error-400-disabled", "account", null, "Account disabled"],
    ["v1/gateway-error-400-rate", "throttled", null, "Rate limit of the gateway"],
    ["v1/gateway-error-401-api-key", "account", null, "Invalid API key"],
    ["v1/gateway-error-403-url-blocked", "account", null, "Address blocked"],
    ["v1/gateway-error-500-555", "transient", null, "Gateway error 555"],
    ["v1/response-error-1006-contact-store", "permanent", 1006, "Resource not found"],
    ["v1/response-error-1006-unknown-contact", "permanent", 1006, "Resource not found"],
    ["v1/response-error-2000-template-params", "permanent", 2000, "Template params count mismatch"],
    ["v1/response-error-429", "throttled", 429, "Too many requests"],
    [
      "v1/response-error-470",
      "window",
      470,
      "Message failed to send because more than 24 hours have passed since the customer last replied to this number",
    ],
    ["v1/response-send-200-with-errors", "permanent", 232, "Error Sending"],
    ["v1/response-webhook-set-error", "permanent", null, "Gateway error 400"],
  ];
  for (const [file, verdict, code, title] of table) {
    const error = judgeFixture(file);
    assert.deepEqual([error.verdict, error.provider], [verdict, { code, title }], file);
    assert.equal(error.uncertain, false, file);
  }
});

test("toDeliveryError leaves no recorded error without a code and title", () => {
  for (const { file } of listFixtures("response")) {
    if (!file.includes("response-error")) continue;
    const { provider } = judgeFixture(file.replace(/\.json$/, ""));
    assert.ok(provider?.code !== null && provider?.title, file);
  }
});

test("toDeliveryError judges by the code, not by the HTTP status", () => {
  const table: readonly (readonly [number, number, Verdict])[] = [
    [403, 130429, "throttled"],
    [403, 131056, "pair"],
    [400, 80007, "throttled"],
    [500, 131026, "permanent"],
    [503, 131047, "window"],
    [400, 131000, "transient"],
    [400, 10, "account"],
    [400, 299, "account"],
    [400, 300, "permanent"],
    [500, 987654, "transient"],
    [429, 987654, "throttled"],
    [404, 987654, "permanent"],
  ];
  for (const [status, code, verdict] of table) {
    const body = JSON.stringify({ error: { message: "(#1) x", code } });
    assert.equal(judge(status, body).verdict, verdict, `${status} ${code}`);
  }
});

test("toDeliveryError judges by the HTTP status where there is no code", () => {
  const html = "<html><body>Bad gateway for 4968130001297</body></html>";
  const table: readonly (readonly [number, Verdict, boolean])[] = [
    [302, "account", false],
    [400, "permanent", false],
    [401, "account", false],
    [404, "account", false],
    [429, "throttled", false],
    [500, "transient", false],
    [502, "transient", true],
    [503, "transient", false],
    [504, "transient", true],
  ];
  for (const [status, verdict, uncertain] of table) {
    for (const body of [html, "", "[]", '{"error":null}', '{"errors":[]}']) {
      const error = judge(status, body);
      assert.deepEqual([error.verdict, error.uncertain], [verdict, uncertain], String(status));
      assert.equal(error.message, `Send a message: HTTP ${status}`);
    }
  }
});

test("toDeliveryError holds a success that names no message for uncertain", () => {
  const bodies = [readFixture("v1/response-send-empty-messages.json"), "", "<html></html>", "{}"];
  for (const body of bodies) {
    const error = judge(200, body);
    assert.deepEqual([error.verdict, error.uncertain], ["transient", true]);
  }
});

test("toDeliveryError honours Retry-After in seconds and as a date, up to an hour", () => {
  const table: readonly (readonly [string, number | null])[] = [
    ["120", 120_000],
    ["0", 0],
    ["Mon, 23 Nov 2026 04:01:30 GMT", 90_000],
    ["Mon, 23 Nov 2026 03:00:00 GMT", 0],
    ["soon", null],
    ["99999999999", 3_600_000],
    ["9".repeat(400), 3_600_000],
  ];
  for (const [value, waitMs] of table) {
    assert.equal(judge(429, "", { "Retry-After": value }).retryAfterMs, waitMs, value);
  }
});

test("toDeliveryError passes on neither details nor numbers", () => {
  const body = JSON.stringify({
    error: {
      code: 100,
      message: "(#100) Unknown recipient +49 681 300012978",
      error_data: { details: "text body: my secret" },
    },
  });
  const { message, provider } = judge(400, body);
  assert.equal(provider?.title, "Unknown recipient +496813***978");
  assert.ok(!message.includes("secret") && !message.includes("300012978"));
  const gateway = judge(400, '{"meta":{"success":false,"developer_message":"odd: my secret"}}');
  assert.ok(!`${gateway.message} ${gateway.provider?.title}`.includes("secret"));
});

test("toTransportError is certain only where nothing was sent", () => {
  const table: readonly (readonly [unknown, boolean])[] = [
    [toFailure("ECONNREFUSED"), false],
    [toFailure("ENOTFOUND"), false],
    [new NoWayError(plain`the proxy answered ${407}`), false],
    [new Error("x", { cause: new NoWayError(plain`its certificate is not valid`) }), false],
    [toFailure("ECONNRESET"), true],
    [new DOMException("late", "TimeoutError"), true],
    ["not even an error", true],
  ];
  for (const [thrown, uncertain] of table) {
    const error = toTransportError("Send a message", thrown);
    assert.deepEqual([error.verdict, error.uncertain], ["transient", uncertain]);
    assert.equal(error.cause, undefined);
  }
});

/** As ky may hand it on. */
function toFailure(code: string): Error {
  const cause = Object.assign(new Error("connect"), { code });
  return new TypeError("fetch failed", { cause });
}
