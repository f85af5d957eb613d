// Run by the Node that will read it: writes beside each script of a folder what V8 compiled of it. Usage: make-cache.ts <folder>
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";

const [folder = "."] = process.argv.slice(2);
for (const name of readdirSync(folder)) {
  if (!name.endsWith(".js")) continue;
  const script = new Script(readFileSync(join(folder, name), "utf8"), { filename: name });
  writeFileSync(join(folder, `${name}.cache`), script.createCachedData());
}
