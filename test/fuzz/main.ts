// `npm run fuzz`: bodies made by Meta's description of webhooks, and broken ones, for a minute or `-- --seconds 600`;
// `-- --seed 7` makes the same bodies again. Ends with 1 at the first fault, with the smallest body that shows it.
import process from "node:process";
import { parseArgs } from "node:util";

import { startBot } from "../fakes/bot.ts";
import { createRandom } from "../soak/random.ts";
import { createBodies } from "./bodies.ts";
import { listFaults } from "./intake.ts";
import { findFault } from "./judge.ts";
import { minimise } from "./minimise.ts";

const { values } = parseArgs({
  options: { seconds: { type: "string" }, seed: { type: "string" } },
});
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? Date.now() % 1e9);
/** So many are parsed and planned, then a relay that runs gets some. */
const pureOnes = 5000;
const postedOnes = 100;

process.stdout.write(`seed ${seed}, for ${seconds} s\n`);
const makeBody = createBodies(createRandom(seed));
const begun = performance.now();
let count = 0;
while (performance.now() - begun < seconds * 1000 && !process.exitCode) {
  for (let left = pureOnes; left > 0 && !process.exitCode; left--) {
    const body = makeBody();
    const fault = findFault(body);
    count += 1;
    if (fault) {
      tell(
        fault,
        minimise(body, (text) => findFault(text) !== null),
      );
    }
  }
  if (!process.exitCode) await post(Array.from({ length: postedOnes }, makeBody));
}
process.stdout.write(`${count} bodies, ${process.exitCode ? "a FAULT" : "no fault"}\n`);

/** Posts bodies to a relay of their own. */
async function post(bodies: readonly string[]): Promise<void> {
  const ends: (() => Promise<void>)[] = [];
  const bot = await startBot({ after: (end) => ends.push(end) });
  try {
    count += bodies.length;
    const [first] = await listFaults(bot, bodies);
    if (first) tell(first.fault, first.body);
  } finally {
    for (const end of ends) await end();
  }
}

function tell(fault: string, body: string): void {
  process.stdout.write(`after ${count} bodies of seed ${seed}: ${fault}\n${body}\n`);
  process.exitCode = 1;
}
