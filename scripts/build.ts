// Builds the standalone executable for this host. Usage: node scripts/build.ts
import { mkdirSync, statSync, writeFileSync } from "node:fs";
import process from "node:process";

import { config } from "../build.config.ts";
import { writeExecutable } from "./build/executable.ts";
import { hostTarget } from "./build/host.ts";
import { findNodeBinary } from "./build/node-binary.ts";
import { makeProgram } from "./build/program.ts";
import { readProvenance } from "./build/provenance.ts";

const { program, metafile } = await makeProgram(readProvenance());
mkdirSync("dist", { recursive: true });
writeFileSync(config.metafile, JSON.stringify(metafile));
const target = hostTarget();
const [node, output] = [findNodeBinary(target, null), config.executable];
await writeExecutable(target, { program, node, output });
process.stdout.write(`${output}  ${(statSync(output).size / 1e6).toFixed(1)} MB\n`);
