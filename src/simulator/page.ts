import { readFile } from "node:fs/promises";

const names = [
  "index.html",
  "style.css",
  "phone.css",
  "team.css",
  "main.js",
  "api.js",
  "customer-dialog.js",
  "dom.js",
  "format.js",
  "phone.js",
  "team.js",
];

/** The demo page's files by name. The build replaces this file by one that has them inside. */
export async function loadPage(): Promise<Readonly<Record<string, string>>> {
  const files = names.map(async (name) => {
    const text = await readFile(new URL(`page/${name}`, import.meta.url), "utf8");
    return [name, text] as const;
  });
  return Object.fromEntries(await Promise.all(files));
}
