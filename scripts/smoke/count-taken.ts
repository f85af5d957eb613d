// Run by a target's Node: prints how many scripts of a folder there are, and of how many V8 takes the code cache beside them.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { Script } from "node:vm";

const [folder = "."] = process.argv.slice(2);
const count = { scripts: 0, taken: 0 };
for (const name of readdirSync(folder)) {
  if (!name.endsWith(".js") || name === "load.js") continue;
  count.scripts += 1;
  const cache = join(folder, `${name}.cache`);
  if (!existsSync(cache)) continue;
  const options = { filename: name, cachedData: readFileSync(cache) };
  const script = new Script(readFileSync(join(folder, name), "utf8"), options);
  if (script.cachedDataRejected === false) count.taken += 1;
}
process.stdout.write(JSON.stringify(count));
