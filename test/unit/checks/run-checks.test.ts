import assert from "node:assert/strict";
import { test } from "node:test";

import { fail, pass, untried, type Check, type Finding } from "../../../src/checks/check.ts";
import { runChecks, type Checked } from "../../../src/checks/run-checks.ts";

function toCheck(id: string, needs: readonly string[], run: Check["run"]): Check {
  return { id, title: `Title of ${id}`, needs, run };
}

async function collect(
  checks: readonly Check[],
  options?: Parameters<typeof runChecks>[1],
): Promise<Checked[]> {
  const all: Checked[] = [];
  for await (const one of runChecks(checks, options)) all.push(one);
  return all;
}

const passing = async (): Promise<Finding> => pass("fine");

test("runChecks makes checks side by side and gives them in their order", async () => {
  const order: string[] = [];
  const gates = new Map(["a", "b"].map((id) => [id, Promise.withResolvers<Finding>()]));
  const check = (id: string): Check =>
    toCheck(id, [], () => {
      order.push(`${id} begun`);
      return gates.get(id)?.promise ?? passing();
    });
  const given = runChecks([check("a"), check("b"), check("c")]);
  const first = given.next();
  gates.get("b")?.resolve(pass("b came first"));
  gates.get("a")?.resolve(pass("a came second"));
  assert.deepEqual((await first).value, {
    id: "a",
    title: "Title of a",
    ok: true,
    detail: "a came second",
    remedy: null,
  });
  assert.equal((await given.next()).value?.id, "b");
  assert.deepEqual(order, ["a begun", "b begun", "c begun"]);
});

test("runChecks does not make what needs one that failed, and names the first cause", async () => {
  const never = (): never => assert.fail("it was made");
  const checks = await collect([
    toCheck("one", [], passing),
    toCheck("two", ["one"], async () => fail("broken", "mend it")),
    toCheck("three", ["two"], never),
    toCheck("four", ["three"], never),
    toCheck("five", ["one"], async () => untried("nobody knows")),
    toCheck("six", ["five"], passing),
    toCheck("seven", ["not in the list"], passing),
  ]);
  assert.deepEqual(
    checks.map(({ ok, detail }) => [ok, detail]),
    [
      [true, "fine"],
      [false, "broken"],
      [null, "not checked because of 2"],
      [null, "not checked because of 2"],
      [null, "nobody knows"],
      [true, "fine"],
      [true, "fine"],
    ],
  );
});

test("runChecks begins a heavy one when all before it are done, whether it needs them or not", async () => {
  const gate = Promise.withResolvers<Finding>();
  let isDone = false;
  const heavy = toCheck("heavy", [], async () => (isDone ? pass("after it") : pass("too early")));
  const slow = toCheck("slow", [], () => gate.promise);
  const given = collect([slow, { ...heavy, isHeavy: true }, toCheck("last", ["heavy"], passing)]);
  await new Promise((resolve) => setTimeout(resolve, 5));
  isDone = true;
  gate.resolve(pass("late"));
  assert.deepEqual(
    (await given).map(({ detail }) => detail),
    ["late", "after it", "fine"],
  );
});

test("runChecks gives up one that takes too long, and the others do not wait for it", async () => {
  const checks = await collect(
    [toCheck("hangs", [], () => new Promise(() => {})), toCheck("other", [], passing)],
    { limitMs: 10 },
  );
  assert.deepEqual(
    checks.map(({ ok, detail }) => [ok, detail]),
    [
      [false, "no answer within 0.01 s"],
      [true, "fine"],
    ],
  );
  assert.match(checks[0]?.remedy ?? "", /firewall/);
});

test("runChecks hands on what a check throws: it is a bug", async () => {
  const broken = toCheck("broken", [], () => Promise.reject(new TypeError("a bug")));
  await assert.rejects(collect([toCheck("one", [], passing), broken]), TypeError);
});
