import assert from "node:assert/strict";

/** A metric as it was exposed. */
export interface Exposed {
  readonly help: string;
  readonly type: string;
  /** By name and labels as they stand there, such as `x_total{a="b"}`. */
  readonly samples: ReadonlyMap<string, number>;
}

const name = "[a-zA-Z_:][a-zA-Z0-9_:]*";
const label = String.raw`[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\["\\n])*"`;
const helpLine = new RegExp(String.raw`^# HELP (${name}) ((?:[^\\]|\\[\\n])+)$`);
const typeLine = new RegExp(`^# TYPE (${name}) (counter|gauge|histogram)$`);
const sampleLine = new RegExp(
  String.raw`^(${name})(?:\{(${label}(?:,${label})*)\})? (NaN|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$`,
);

/**
 * Reads Prometheus' text format 0.0.4, more strictly than its documentation asks for
 * (https://prometheus.io/docs/instrumenting/exposition_formats): every metric has HELP and TYPE in front of its samples, all
 * of them together, and histograms add up. @throws where anything is not as it has to be
 */
export function readExposition(text: string): ReadonlyMap<string, Exposed> {
  assert.ok(text.endsWith("\n"), "the last line ends with a line feed");
  const metrics = new Map<string, Exposed & { samples: Map<string, number> }>();
  let help: RegExpExecArray | null = null;
  let current: { name: string; type: string; samples: Map<string, number> } | null = null;
  for (const line of text.split("\n").filter((one) => one !== "")) {
    if (line.startsWith("# HELP ")) {
      help = helpLine.exec(line);
      assert.ok(help, line);
    } else if (line.startsWith("# TYPE ")) {
      const [, typed = "", type = ""]: readonly string[] = typeLine.exec(line) ?? [];
      const isHelped = typed !== "" && typed === help?.[1];
      assert.ok(isHelped, `${line}: HELP of the same metric comes first`);
      assert.ok(!metrics.has(typed), `${typed} comes twice`);
      current = { name: typed, type, samples: new Map() };
      metrics.set(typed, { help: help?.[2] ?? "", ...current });
    } else {
      const [, sampled = "", labels = "", value = ""]: readonly string[] =
        sampleLine.exec(line) ?? [];
      assert.ok(current && belongsTo(sampled, current), line);
      const key = labels === "" ? sampled : `${sampled}{${labels}}`;
      assert.ok(!current.samples.has(key), `${key} comes twice`);
      current.samples.set(key, Number(value.replace("Inf", "Infinity")));
    }
  }
  for (const [metric, { type, samples }] of metrics) {
    if (type === "counter") assert.match(metric, /_total$/);
    if (type === "histogram") checkHistogram(metric, samples);
  }
  return metrics;
}

function belongsTo(sampled: string, metric: { name: string; type: string }): boolean {
  if (metric.type !== "histogram") return sampled === metric.name;
  return ["_bucket", "_sum", "_count"].some((part) => sampled === `${metric.name}${part}`);
}

/** Buckets grow, and the last one holds all. */
function checkHistogram(metric: string, samples: ReadonlyMap<string, number>): void {
  const series = Map.groupBy(
    [...samples].filter(([key]) => key.startsWith(`${metric}_bucket{`)),
    ([key]) => key.replace(/le="[^"]*",?/, "").replace(/[,{]*\}$/, ""),
  );
  for (const [rest, buckets] of series) {
    const bounds = buckets.map(([key]) =>
      Number(/le="([^"]*)"/.exec(key)?.[1]?.replace("Inf", "Infinity")),
    );
    const counts = buckets.map(([, count]) => count);
    const isSorted = (list: readonly number[]): boolean =>
      list.every((one, index) => one >= (list[index - 1] ?? -Infinity));
    assert.ok(isSorted(bounds) && isSorted(counts), rest);
    assert.equal(bounds.at(-1), Infinity, rest);
    const labels = rest.slice(`${metric}_bucket`.length);
    const braced = labels === "" ? "" : `${labels}}`;
    assert.equal(samples.get(`${metric}_count${braced}`), counts.at(-1), rest);
    assert.ok(samples.has(`${metric}_sum${braced}`), rest);
  }
}
