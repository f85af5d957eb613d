import assert from "node:assert/strict";
import { test } from "node:test";

import { isBypassed } from "../../../src/network/proxy-bypass.ts";

for (const [entry, url, expected] of [
  ["example.com", "https://example.com/", true],
  ["example.com", "https://api.example.com/", true],
  [".example.com", "https://api.example.com/", true],
  ["*.example.com", "https://api.example.com/", true],
  ["EXAMPLE.com", "https://api.Example.COM/", true],
  ["example.com", "https://badexample.com/", false],
  ["example.com", "https://example.com.evil.test/", false],
  ["example.com:8443", "https://example.com:8443/", true],
  ["example.com:8443", "https://example.com/", false],
  ["example.com:443", "https://example.com/", true],
  ["*", "https://example.com/", true],
  ["10.0.0.0/8", "https://10.20.30.40/", true],
  ["10.0.0.0/8", "https://11.0.0.1/", false],
  ["10.1.2.3", "https://10.1.2.3:8443/", true],
  ["10.1.2.3:443", "https://10.1.2.3:8443/", false],
  ["fd00::/8", "https://[fd00::1]/", true],
  ["[fd00::1]:443", "https://[fd00::1]/", true],
  ["fd00::1", "https://[fd00::2]/", false],
  ["10.0.0.0/99", "https://10.0.0.1/", false],
  ["", "https://example.com/", false],
  [":443", "https://example.com/", false],
  ["elsewhere.test", "https://127.0.0.1:8443/", true],
  ["elsewhere.test", "https://localhost/", true],
  ["elsewhere.test", "https://[::1]/", true],
] as const) {
  test(`isBypassed: ${entry || "nothing"} ${expected ? "lets" : "does not let"} ${url} go directly`, () => {
    assert.equal(isBypassed(new URL(url), [entry]), expected);
  });
}
