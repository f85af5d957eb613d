import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

import { parse } from "yaml";

import { createGauges } from "../../../src/ops/gauges.ts";
import { createMeters } from "../../../src/ops/meters.ts";

interface Rules {
  readonly groups: readonly {
    readonly rules: readonly {
      readonly alert: string;
      readonly expr: string;
      readonly labels: { readonly severity: string };
      readonly annotations: { readonly summary: string; readonly description: string };
    }[];
  }[];
}

/** Every metric that the program has. */
function listMetrics(): readonly { name: string; type: string; help: string; labels: string[] }[] {
  const { registry } = createMeters();
  const build = { version: "2.0.0", commit: null };
  createGauges(registry, { build, runtime: "test", startedAt: 0 });
  return registry.getMetricsAsArray().map((metric) => {
    const labels = "labelNames" in metric ? metric.labelNames : [];
    assert.ok(Array.isArray(labels));
    // The library's types have neither, its objects both.
    const { type, help } = metric as unknown as { type: string; help: string };
    return { name: metric.name, type, help, labels: labels.map(String) };
  });
}

function read(path: string): string {
  return readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");
}

test("README lists the metrics as the program has them", () => {
  const rows = listMetrics().map(({ name, type, help, labels }) => {
    const shown = labels.length > 0 ? `{${labels.join()}}` : "";
    return `| \`${name}${shown}\` | ${type} | ${help} |`;
  });
  const expected = ["| metric | type | tells |", "|---|---|---|", ...rows].join("\n");
  const pattern = /<!-- metrics:.*?-->\n(.*?)\n<!-- end of metrics -->/s;
  assert.equal(pattern.exec(read("README.md"))?.[1], expected);
});

test("the alert rules ask for metrics and states that there are", () => {
  const known = new Set(listMetrics().map(({ name }) => name));
  const { groups }: Rules = parse(read("scripts/deploy/alerts.yml"));
  const rules = groups.flatMap((group) => group.rules);
  assert.ok(rules.length > 5);
  for (const { alert, expr, labels, annotations } of rules) {
    const asked = expr.match(/\bwhatsapp_bot_\w+/g) ?? [];
    assert.ok(asked.length > 0 || expr.startsWith("up{"), alert);
    for (const name of asked)
      assert.ok(known.has(name.replace(/_bucket$/, "")), `${alert}: ${name}`);
    assert.match(labels.severity, /^(critical|warning|info)$/);
    assert.ok(annotations.summary && annotations.description, alert);
  }
});
