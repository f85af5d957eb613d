import assert from "node:assert/strict";
import { test } from "node:test";

import { createProgress, type Progress } from "../../../src/cli/progress.ts";

interface Scene {
  readonly progress: Progress;
  /** What was written to stderr. */
  readonly written: string[];
  readonly pass: (milliseconds: number) => void;
}

function setScene(columns: number | null, env: Record<string, string> = {}): Scene {
  const written: string[] = [];
  let time = 1000;
  const stderr = {
    isTerminal: columns !== null,
    columns: columns ?? 80,
    write: (text: string) => void written.push(text),
  };
  return {
    progress: createProgress({ stderr, env }, "Backing up", () => time),
    written,
    pass: (milliseconds) => void (time += milliseconds),
  };
}

const clear = "\u001b[K";

test("createProgress redraws one line at most ten times a second and leaves it empty", () => {
  const { progress, written, pass } = setScene(40, { NO_COLOR: "1" });
  progress.at(1, 4);
  assert.equal(written.length, 0, "what is over at once shows nothing");
  for (let done = 0; done <= 1000; done += 1) {
    pass(1);
    progress.at(done, 1000);
  }
  assert.equal(written.length, 10);
  assert.equal(written[4], `\rBacking up   49%  [#########----------]${clear}`);
  assert.ok(written.every((text) => text.replace(clear, "").length - 1 <= 39));
  progress.end();
  progress.end();
  assert.deepEqual(written.slice(10), [`\r${clear}`]);
});

test("createProgress tells a count where the total is not known, and never more than all", () => {
  const { progress, written, pass } = setScene(80);
  pass(100);
  progress.at(17, 0);
  pass(100);
  progress.at(12, 10);
  assert.deepEqual(written, [
    `\rBacking up  17${clear}`,
    `\rBacking up  100%  [${"#".repeat(40)}]${clear}`,
  ]);
});

test("createProgress fits a narrow terminal", () => {
  for (const columns of [5, 12, 20, 24, 30]) {
    const { progress, written, pass } = setScene(columns);
    pass(100);
    progress.at(1, 2);
    const [line = ""] = written.map((text) => text.replace(clear, "").slice(1));
    assert.ok(line.length < columns, `${columns}: ${line}`);
  }
});

test("createProgress writes nothing into a pipe, and nothing to a terminal that obeys nothing", () => {
  for (const scene of [setScene(null), setScene(80, { TERM: "dumb" })]) {
    scene.pass(1000);
    scene.progress.at(1, 2);
    scene.progress.end();
    assert.equal(scene.written.length, 0);
  }
});
