// `npm run soak`: faults of every kind under traffic, counted. `-- --short` is the cut for CI, `-- kill disk` runs parts.
import { fork, type ChildProcess } from "node:child_process";
import process from "node:process";
import { fileURLToPath } from "node:url";

import { readOptions } from "./part.ts";

/** Each is a process of its own, so that one's memory says nothing of another. */
const parts: readonly { name: string; args: readonly string[]; inShort: boolean }[] = [
  { name: "kill", args: ["--generation", "v2"], inShort: true },
  { name: "kill", args: ["--generation", "v1"], inShort: false },
  { name: "disk", args: [], inShort: true },
  { name: "outage", args: [], inShort: true },
  { name: "files", args: [], inShort: true },
];

const { seed, short, parts: asked } = readOptions(process.argv.slice(2));
const unknown = asked.find((word) => !parts.some(({ name }) => name === word));
if (unknown) throw new Error(`there is no part "${unknown}", but kill, disk, outage and files`);
const chosen = parts.filter(
  ({ name, inShort }) => (asked.length === 0 || asked.includes(name)) && (inShort || !short),
);

const children: ChildProcess[] = [];
// Each part ends what it started when it is told, or left alone.
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => children.forEach((child) => child.kill(signal)));
}

const begun = performance.now();
const codes: Promise<number>[] = [];
for (const { name, args } of chosen) {
  const { promise: ended, resolve } = Promise.withResolvers<number>();
  const all = [...args, "--seed", String(seed), ...(short ? ["--short"] : [])];
  const child = fork(fileURLToPath(new URL(`${name}.ts`, import.meta.url)), all);
  children.push(child);
  child.once("exit", (code) => resolve(code ?? 1));
  codes.push(ended);
  // The next begins when this one's traffic is over: what is left is mostly waiting.
  const drains = new Promise((drained) => child.once("message", drained));
  const code = await Promise.race([drains, ended]);
  if (typeof code === "number" && code !== 0) break;
}
const failed = (await Promise.all(codes)).filter((code) => code !== 0).length;
const seconds = Math.round((performance.now() - begun) / 1000);
process.stdout.write(
  `\n${failed === 0 ? "everything is as it has to be" : `${failed} of ${chosen.length} parts FAILED`}, ${seconds} s\n`,
);
process.exitCode = failed === 0 ? 0 : 1;
