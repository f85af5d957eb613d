import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";

import { createLoader } from "../../../../scripts/build/inside/loader.ts";

type Require = (name: string) => Record<string, unknown>;
type Body = (exports: Record<string, unknown>, require: Require) => void;

/** @returns what loads chunks that are given as functions, and the names of those that ran */
function setScene(chunks: Readonly<Record<string, Body>>): { load: Require; ran: string[] } {
  const ran: string[] = [];
  const load = createLoader(
    (name) => (_, exports, require) => {
      ran.push(name);
      chunks[name]?.(exports as Record<string, unknown>, require as Require);
    },
    ["/bot", "/"],
  );
  return { load: load as Require, ran };
}

test("createLoader runs each chunk once, also where two need each other", () => {
  const { load, ran } = setScene({
    "a.js"(exports, require) {
      exports["name"] = () => "a";
      exports["other"] = require("./b.js")["name"];
    },
    "b.js"(exports, require) {
      const a = require("./a.js");
      exports["name"] = () => `b, not ${(a["name"] as () => string)()}`;
    },
  });
  assert.equal((load("a.js")["other"] as () => string)(), "b, not a");
  assert.equal(load("a.js"), load("a.js"));
  assert.deepEqual(ran, ["a.js", "b.js"]);
});

test("createLoader says again what is wrong with a chunk, and never hands out half of it", () => {
  const { load } = setScene({
    half(exports) {
      exports["name"] = "half";
      throw new RangeError("broken");
    },
  });
  for (let time = 0; time < 2; time += 1) assert.throws(() => load("half"), /broken/);
});

test("createLoader finds Node's modules, and names one that there is not", () => {
  const { load } = setScene({
    right(exports, require) {
      exports["basename"] = require("node:path")["basename"];
    },
    wrong: (_, require) => void require("left-pad"),
  });
  assert.equal(load("right")["basename"], basename);
  assert.throws(() => load("wrong"), { code: "MODULE_NOT_FOUND", message: /'left-pad'/ });
});
