import { config, type TargetName } from "../../../build.config.ts";

const platforms: Readonly<Record<string, string>> = {
  linux: "linux",
  darwin: "macos",
  win32: "win",
};

/** The target that is this machine. @throws {Error} if there is none */
export function hostTarget(): TargetName {
  const found = toTarget(`${platforms[process.platform] ?? process.platform}-${process.arch}`);
  if (found) return found;
  throw new Error(`Nothing can be built for ${process.platform} on ${process.arch}`);
}

/** The target of that name, if there is one. */
export function toTarget(name: string): TargetName | null {
  // Object.keys forgets which keys there are.
  return (Object.keys(config.targets) as TargetName[]).find((one) => one === name) ?? null;
}
