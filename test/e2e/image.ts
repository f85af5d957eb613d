import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  readdirSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";

import { DockerfileParser, type Copy, type Instruction } from "dockerfile-ast";

/** What a Dockerfile does, one stage after the other, each as its instructions. */
export interface Stages {
  readonly build: readonly Instruction[];
  readonly image: readonly Instruction[];
}

/** Splits our Dockerfile at its `FROM` lines: what builds, and what is run. */
export function readStages(text: string): Stages {
  const instructions = DockerfileParser.parse(text).getInstructions();
  const starts = instructions.flatMap((instruction, index) =>
    instruction.getKeyword() === "FROM" ? [index] : [],
  );
  const [first = 0, second = 0] = starts;
  return { build: instructions.slice(first, second), image: instructions.slice(second) };
}

/** The words of the only instruction of this name. */
export function wordsOf(instructions: readonly Instruction[], keyword: string): string[] {
  const found = instructions.filter((instruction) => instruction.getKeyword() === keyword);
  return found.flatMap((instruction) =>
    instruction.getArguments().map((argument) => argument.getValue()),
  );
}

/** The words of an instruction that is written as JSON, such as `CMD ["serve"]`. */
export function jsonOf(instructions: readonly Instruction[], keyword: string): unknown {
  const found = instructions.find((instruction) => instruction.getKeyword() === keyword);
  return JSON.parse(found?.getRawArgumentsContent()?.replace(/^[^[]*/, "") ?? "null");
}

/** Runs the steps of a stage as an engine would, with `root` for `/`; `stages` are the roots of those before. */
export function replay(
  instructions: readonly Instruction[],
  {
    root,
    context,
    stages = {},
  }: {
    readonly root: string;
    readonly context: string;
    readonly stages?: Readonly<Record<string, string>>;
  },
): void {
  let workdir = "/";
  for (const instruction of instructions) {
    const words = instruction.getArguments().map((argument) => argument.getValue());
    switch (instruction.getKeyword()) {
      case "WORKDIR":
        workdir = words[0] ?? "/";
        mkdirSync(join(root, workdir), { recursive: true });
        break;
      case "COPY": {
        // The parser makes a Copy of this keyword.
        const flags = (instruction as Copy).getFlags();
        const from = flags.find((flag) => flag.getName() === "from")?.getValue();
        const source = from ? (stages[from] ?? "") : context;
        const target = join(root, resolve(workdir, words.at(-1) ?? ""));
        for (const word of words.slice(0, -1)) copy(join(source, word), target);
        break;
      }
      case "RUN": {
        // The build's own paths lie below the folder that stands for `/`.
        const line = instruction.getRawArgumentsContent() ?? "";
        execFileSync(
          "/bin/sh",
          ["-c", line.replaceAll(/(?<=\s)\/build\b/g, join(root, "/build"))],
          {
            cwd: join(root, workdir),
            env: { ...process.env, COMMIT: "", COMMIT_DATE: "" },
            stdio: "pipe",
          },
        );
        break;
      }
      default:
    }
  }
}

/** A folder's content goes into the target; a file too, where that is a folder. */
function copy(source: string, target: string): void {
  const intoFolder = !statSync(source).isDirectory() && existsSync(target);
  mkdirSync(dirname(target), { recursive: true });
  cpSync(source, intoFolder ? join(target, basename(source)) : target, { recursive: true });
}

/** What an engine would send to the build: the files that .dockerignore leaves. Its rules here are plain names. */
export function copyContext(from: string, to: string): void {
  const rules = readFileSync(join(from, ".dockerignore"), "utf8")
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const isIgnored = (path: string): boolean => {
    let ignored = false;
    for (const rule of rules) {
      const name = rule.replace(/^!/, "");
      if (name === "*" || path === name || path.startsWith(`${name}/`))
        ignored = !rule.startsWith("!");
    }
    return ignored;
  };
  const copyBelow = (folder: string): void => {
    for (const entry of readdirSync(join(from, folder), { withFileTypes: true })) {
      const path = folder ? `${folder}/${entry.name}` : entry.name;
      if (isIgnored(path)) continue;
      if (entry.isDirectory()) copyBelow(path);
      else {
        mkdirSync(join(to, folder), { recursive: true });
        cpSync(join(from, path), join(to, path));
      }
    }
  };
  copyBelow("");
}

/** Puts the libraries of a distroless `cc` image, and nothing else, where the loader looks for them. */
export function copyRuntime(root: string): void {
  const names = ["libc", "libm", "libdl", "libpthread", "libstdc++", "libgcc_s"];
  const listed = execFileSync("ldd", [process.execPath], { encoding: "utf8" });
  for (const [path] of listed.matchAll(/\/\S+/g)) {
    const base = path.split("/").at(-1) ?? "";
    if (!base.startsWith("ld-linux") && !names.some((name) => base.startsWith(`${name}.so`)))
      continue;
    if (!existsSync(path)) continue;
    mkdirSync(join(root, dirname(path)), { recursive: true });
    cpSync(realpathSync(path), join(root, path));
  }
}
