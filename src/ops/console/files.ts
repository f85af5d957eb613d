import { readdir, readFile } from "node:fs/promises";

/** The console's files by name. The build replaces this file by one that has them inside. */
export async function loadConsole(): Promise<Readonly<Record<string, string>>> {
  const folder = new URL("page/", import.meta.url);
  const files = (await readdir(folder)).map(async (name) => {
    return [name, await readFile(new URL(name, folder), "utf8")] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
