import assert from "node:assert/strict";
import { test } from "node:test";

import { DeliveryError } from "../../../../src/bridge/errors.ts";
import { toFault } from "../../../../src/bridge/log/fault.ts";
import { toWritten, type LogFields } from "../../../../src/bridge/log/fields.ts";
import { plain, plainIf } from "../../../../src/bridge/log/plain.ts";
import { toTrace } from "../../../../src/bridge/log/trace.ts";
import type { Log } from "../../../../src/bridge/ports.ts";
import { createLog } from "../../../../src/ops/log.ts";

const [name, phone, text, secret] = ["Tobias", "49681300012978", "How much?", "open-sesame"];

function createLines(format: "json" | "text" = "json"): { log: Log; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  return { log: createLog({ level: "debug", format, now: () => 0, write }), lines };
}

// tsc is the test of the lines marked so: each would be an error if the next line were none.
test("the log takes no text from outside: the compiler refuses it, and at run time it is not written", () => {
  const { log, lines } = createLines();
  // @ts-expect-error a text is not Plain
  log.info("sent", { reason: text });
  // @ts-expect-error nor where an id is wanted
  log.info("sent", { session: phone });
  // @ts-expect-error no such field
  log.info("sent", { customer: name });
  // @ts-expect-error an error may quote what it was about
  log.info("sent", { error: new Error(text) });
  // @ts-expect-error not one of the states
  log.info("sent", { state: name });
  // @ts-expect-error looks like a word of ours and is none
  log.info("sent", { trace: { toString: () => secret, toJSON: () => secret } });
  // @ts-expect-error texts cannot be put into our own words
  log.info("sent", { detail: plain`said ${text}` });
  log.info("sent", { session: Number(phone), detail: plain`from ${Number(phone)}` });
  const all = lines.join("");
  for (const one of [name, phone, text, secret]) assert.ok(!all.includes(one), one);
  assert.equal(lines.length, 8);
});

test("the words of a line stand in the source: the compiler refuses others", () => {
  const log: Log = { debug() {}, info() {}, warn() {}, error() {} };
  // @ts-expect-error a text from elsewhere
  log.warn(text.slice());
  // @ts-expect-error with a text from elsewhere in it
  log.warn(`said ${text.slice()}`);
  // @ts-expect-error as part of a longer text
  log.warn("said ".concat(text));
  log.warn(Math.random() > 2 ? "one" : "the other");
});

test("plainIf lets through only what is wholly of a form", () => {
  const form = /[a-z]+/;
  assert.equal(String(plainIf("abc", form)), "abc");
  for (const given of ["abc 1", "Abc", "", null, 7, "abc\n"]) {
    assert.equal(String(plainIf(given, form)), "***");
  }
});

test("toFault tells class and code, and nothing of the message", () => {
  const refused = Object.assign(new TypeError(text), { code: "ECONNREFUSED" });
  assert.equal(String(toFault(refused)), "TypeError ECONNREFUSED");
  assert.equal(String(toFault(new DeliveryError(text, { verdict: "gone" }))), "DeliveryError");
  assert.equal(
    String(toFault(Object.assign(new Error(text), { name, code: phone }))),
    "Error of another code",
  );
  assert.equal(String(toFault(text)), "no error");
});

test("toTrace is the end of WhatsApp's id, the same for all that is said of a message", () => {
  const id = "wamid.HBgONDk2ODEzMDAwMTI5NzgVAgARGBI0MEFFNzBENjU2RjA2NzQyRTYA";
  assert.equal(String(toTrace(id)), "RjA2NzQyRTYA");
  assert.equal(String(toTrace("ABEGSWgTAAEpeAIQ0AE3C1BsB1eQ9eGBpXvVag")), "eQ9eGBpXvVag");
  for (const about of [
    `failed:${id}`,
    `failed:${id}:0:1795424400000`,
    `answer:${id}`,
    `file:${id}`,
  ]) {
    assert.equal(String(toTrace(about)), "RjA2NzQyRTYA", about);
  }
});

test("toTrace shows nothing of an id that has another form, and tells such ids apart", () => {
  for (const given of [phone, `wamid.${phone}`, name, `answer:${phone}`, ""]) {
    assert.match(String(toTrace(given)), /^[a-z0-9]{11}$/);
    assert.equal(String(toTrace(given)), String(toTrace(given)));
  }
  const many = new Set(Array.from({ length: 10_000 }, (_, id) => String(toTrace(`mid-${id}`))));
  assert.equal(many.size, 10_000);
});

test("toWritten leaves out what is not given, and keeps what there is none of", () => {
  const given: LogFields = { session: 7, code: null, delivery: undefined, to: "team" };
  assert.deepEqual(toWritten(given), { session: 7, code: null, to: "team" });
});

test("createLog writes a line an entry, as JSON or for people", () => {
  const fields = { trace: plain`a1`, session: 7, remedy: plain`ask "them"` };
  for (const [format, expected] of [
    [
      "json",
      '{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"sent","trace":"a1","session":7,"remedy":"ask \\"them\\""}\n',
    ],
    ["text", '1970-01-01T00:00:00.000Z info  sent trace=a1 session=7 remedy="ask \\"them\\""\n'],
  ] as const) {
    const { log, lines } = createLines(format);
    log.info("sent", fields);
    assert.deepEqual(lines, [expected]);
  }
});

test("createLog colours the level where it is asked to, and leaves out what is below its own", () => {
  const lines: string[] = [];
  const write = (line: string): void => void lines.push(line);
  const log = createLog({ level: "warn", format: "text", isColoured: true, now: () => 0, write });
  log.info("sent");
  log.error("lane stopped by a fault");
  assert.deepEqual(lines, [
    "1970-01-01T00:00:00.000Z \x1b[31merror\x1b[0m lane stopped by a fault\n",
  ]);
});
