import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import process from "node:process";
import type { TestContext } from "node:test";

import { chromium, type Page, type Route } from "playwright-core";

import { until } from "../fakes/until.ts";

const executablePath = [
  process.env["CHROMIUM_PATH"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
].find((path) => path !== undefined && existsSync(path));

const quietArguments = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why tests in the browser are skipped here; false where they are not. */
export function toSkipReason(): string | false {
  return executablePath ? false : "no Chromium found: install it or set CHROMIUM_PATH";
}

/** A page in a browser of its own; an error on it fails the test. */
export async function openBrowser(t: TestContext, url: string): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: executablePath ?? "",
    args: quietArguments,
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(error.message));
  t.after(() => assert.deepEqual(problems, []));
  await page.goto(url);
  return page;
}

/**
 * Hands every request for `url` to `act`, and resolves when that holds: right after `page.route` a busy machine's page
 * still lets 2 to 3 of 100 through (measured).
 */
export async function intercept(
  page: Page,
  url: string,
  act: (route: Route) => Promise<void>,
): Promise<void> {
  await page.route(url, act);
  await page.route("**/intercepted", (route) => route.fulfill({ status: 299 }));
  await until("requests are intercepted", () =>
    page.evaluate(async () => (await fetch("/intercepted")).status === 299),
  );
}
