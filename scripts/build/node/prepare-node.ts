import type { Target } from "../../../build.config.ts";
import { stripElf } from "./strip-elf.ts";
import { nameWindowsBinary } from "./windows.ts";

/** A target's Node as it goes into the executable: without what is only for its debugger, or says that it is Node. */
export function prepareNode(node: Buffer, { platform }: Pick<Target, "platform">): Uint8Array {
  if (platform === "linux") return stripElf(node);
  // What a Mac runs is signed as a whole; nothing may be taken from it.
  return platform === "win" ? nameWindowsBinary(node) : node;
}
