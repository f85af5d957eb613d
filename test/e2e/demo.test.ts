import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { until } from "../fakes/until.ts";
import { openBrowser, toSkipReason } from "./browser.ts";
import { denoFolder, programs, type Program } from "./program.ts";

// The source on Node is what the executable holds.
for (const program of programs.filter(({ name }) => name !== "source on Node")) {
  test(
    `demo carries a conversation both ways, through a closed window, and ends clean: ${program.name}`,
    { skip: toSkipReason() },
    async (t) => {
      const demo = await startDemo(t, program);
      const page = await openBrowser(t, demo.url);
      const bubble = page.locator("#phone-messages .bubble");
      const post = page.locator("#team-messages .post");
      const answer = page.getByLabel("Answer to the customer");

      await page.getByText("You are Tobias").waitFor();
      await page.keyboard.type("Hello, is my order ready?");
      await page.keyboard.press("Enter");
      await page
        .locator("#chat-title", { hasText: /^Whatsapp: Tobias \(\+49681300012978\)$/ })
        .waitFor();
      await post.filter({ hasText: "Hello, is my order ready?" }).waitFor();

      await answer.fill("Yes, it is.");
      await answer.press("Enter");
      await bubble
        .filter({ hasText: "Yes, it is." })
        .locator('.ticks[data-state="read"]')
        .waitFor();

      await page.getByRole("button", { name: "+ 24 hours" }).click();
      // Written while time passes, so it is late for the window.
      await answer.fill("Are you still there?");
      await answer.press("Enter");
      await page.locator("#window", { hasText: "Window closed · templates only" }).waitFor();
      const refusal = page.locator("#team-messages .by-bot");
      await refusal
        .filter({ hasText: "Are you still there?" })
        .filter({ hasText: "/send" })
        .waitFor();

      await page.getByRole("button", { name: "/send 1" }).click();
      await bubble
        .filter({ hasText: "may we contact you concerning your question again?" })
        .waitFor();
      assert.equal(await bubble.filter({ hasText: "Are you still there?" }).count(), 0);

      assert.deepEqual(await demo.interrupt(), { code: 0, left: [] });
    },
  );
}

interface Demo {
  readonly url: string;
  /** Ctrl+C. @returns the exit code, and what is left in the folder for temporary files */
  readonly interrupt: () => Promise<{ readonly code: unknown; readonly left: readonly string[] }>;
}

/** The program's `demo`, as a process with a folder for temporary files of its own. */
async function startDemo(t: TestContext, { command, args }: Program): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-demo-test-"));
  const demo = spawn(command, [...args, "demo", "--port", "0"], {
    env: { PATH: "", TMPDIR: folder, DENO_DIR: denoFolder },
    stdio: ["ignore", "pipe", "inherit"],
  });
  t.after(() => {
    demo.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });
  let output = "";
  demo.stdout.on("data", (chunk) => (output += String(chunk)));
  const url = await until("the address of the demo", () => {
    if (demo.exitCode !== null) throw new Error(`demo ended: ${demo.exitCode}`);
    return /The demo is at (\S+)\n/.exec(output)?.[1] ?? null;
  });
  return {
    url,
    interrupt: async () => {
      const exit = once(demo, "exit");
      // Not demo.kill: Deno would then tell of the signal instead of the exit code.
      process.kill(demo.pid ?? 0, "SIGINT");
      const [code] = await exit;
      return { code, left: readdirSync(folder) };
    },
  };
}
