import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Option, type Command } from "commander";

import { OperatorError } from "../bridge/errors.ts";
import type { ShiftableClock } from "../clock.ts";
import type { World } from "../simulator/world.ts";
import type { Io } from "./io.ts";

interface DemoOptions {
  readonly port: string;
  readonly api: "v1" | "v2";
  readonly locale: string;
}

/** `demo`: the real relay between two simulators, with a page to play both sides. */
export function defineDemo(demo: Command, io: Io): void {
  demo
    .option("--port <port>", "port of the page (0 = any free one)", "8360")
    .addOption(
      new Option("--api <generation>", "what 360dialog speaks").choices(["v1", "v2"]).default("v2"),
    )
    .addOption(
      new Option("--locale <locale>", "language of the bot's texts")
        .choices(["en", "de", "fr", "it", "es"])
        .default("en"),
    )
    .addHelpText(
      "after",
      `
Needs no account, no settings and no network; whatever is written is gone at the end.

Examples:
  whatsapp-bot demo
  whatsapp-bot demo --port 9000 --locale de`,
    )
    .action((options: DemoOptions) => runDemo(options, io));
}

async function runDemo(options: DemoOptions, io: Io): Promise<void> {
  const port = toPort(options.port);
  const { createClock } = await import("../clock.ts");
  const { createMachineClock } = await import("../simulator/clock.ts");
  const { startWorld, createWorldConfig } = await import("../simulator/world.ts");
  const { parseConfig } = await import("../settings/parse-config.ts");
  const { readDemoSettings } = await import("./demo-settings.ts");
  const { runServe } = await import("./run-serve.ts");

  const clock = createClock();
  const world = await startWorld({
    clock,
    dialog360: { shape: options.api, receiptDelayMs: 600 },
    teamwire: { holdClock: createMachineClock() },
  });
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-demo-"));
  const open: { close(): Promise<void> }[] = [world];
  try {
    // First of all, so that a port that is taken is told before anything else runs.
    const stage = await openPage(port, { world, clock });
    open.unshift(stage);
    const settings = readDemoSettings({
      ...world.environment,
      WA_DB_FILE: join(folder, "demo.db"),
      WA_LOCALE: options.locale,
    });
    const { config } = parseConfig(JSON.stringify(createWorldConfig()), { file: "demo" });
    if (!config) throw new Error("the demo's own config is not valid");
    await runServe({
      settings,
      readConfig: () => config,
      // A terminal that is closed ends it.
      io: {
        ...io,
        onSignal: (handler) =>
          io.onSignal((signal) => handler(signal === "SIGHUP" ? "SIGTERM" : signal)),
      },
      clock,
      onStarted: ({ notifications, ops }) => {
        world.dialog360.simulator.webhook.register({
          url: `http://127.0.0.1:${notifications}${settings.notifications.path}`,
          headers: { Authorization: `Bearer ${settings.notifications.secrets[0]}` },
        });
        io.stdout.write(
          `\nThe demo is at ${stage.url}\nIts operators' console is at http://127.0.0.1:${ops}/\nEnd it with Ctrl+C.\n\n`,
        );
        return Promise.resolve();
      },
    });
  } finally {
    for (const one of open) await one.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The page that plays both sides. @throws OperatorError 73 where the port is taken */
export async function openPage(
  port: number,
  { world, clock }: { readonly world: World; readonly clock: ShiftableClock },
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { startStage } = await import("../simulator/stage.ts");
  const { loadPage } = await import("../simulator/page.ts");
  const advance = (ms: number): Promise<void> => clock.advance(ms);
  try {
    return await startStage({ world, clock, page: await loadPage(), advance, port });
  } catch (error) {
    throw toPortError(error, "choose another with --port, or 0 for any free one");
  }
}

/** What the operator is told where a port cannot be listened on; any other error stays as it is. */
export function toPortError(error: unknown, hint: string): unknown {
  if (!(error instanceof Error && "code" in error && "port" in error)) return error;
  const { code, port } = error;
  if (code !== "EADDRINUSE" && code !== "EACCES") return error;
  return new OperatorError(`cannot listen on 127.0.0.1:${String(port)}: ${code}`, {
    code: "port_in_use",
    exitCode: 73,
    hint,
    cause: error,
  });
}

/** @throws OperatorError 2 for what is no port */
export function toPort(text: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new OperatorError(`"${text}" is not a port`, {
    code: "usage",
    exitCode: 2,
    hint: "a port is a number from 0 (any free one) to 65535",
  });
}
