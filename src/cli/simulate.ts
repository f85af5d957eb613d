import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { Option, type Command } from "commander";

import { openPage, toPort, toPortError } from "./demo.ts";
import type { Io } from "./io.ts";

interface SimulateOptions {
  readonly port: string;
  readonly dialog360Port: string;
  readonly teamwirePort: string;
  readonly api: "v1" | "v2" | "sandbox";
}

/** `simulate`: the two other sides alone, for tests of a real `serve` and for training staff. */
export function defineSimulate(simulate: Command, io: Io): void {
  simulate
    .option("--port <port>", "port of the page that plays both sides (0 = any free one)", "8360")
    .option("--dialog360-port <port>", "port of the simulated 360dialog (0 = any free one)", "8361")
    .option("--teamwire-port <port>", "port of the simulated Teamwire (0 = any free one)", "8362")
    .addOption(
      new Option("--api <generation>", "what 360dialog speaks")
        .choices(["v1", "v2", "sandbox"])
        .default("v2"),
    )
    .addHelpText(
      "after",
      `
Prints the settings with which serve finds both sides, ready for --env-file; they name a JSON config
that is there as long as this runs. What the page lets pass is the time of both sides, not of serve.

Example, in three terminals:
  whatsapp-bot simulate > simulated.env
  whatsapp-bot serve --env-file simulated.env
  whatsapp-bot webhook set --env-file simulated.env http://127.0.0.1:8080/whatsapp/notification`,
    )
    .action((options: SimulateOptions) => runSimulators(options, io));
}

async function runSimulators(options: SimulateOptions, io: Io): Promise<void> {
  const ports = {
    page: toPort(options.port),
    dialog360: toPort(options.dialog360Port),
    teamwire: toPort(options.teamwirePort),
  };
  const { createClock } = await import("../clock.ts");
  const { startWorld, createWorldConfig } = await import("../simulator/world.ts");
  const clock = createClock();
  const world = await startWorld({
    clock,
    dialog360: { shape: options.api, port: ports.dialog360, receiptDelayMs: 600 },
    teamwire: { port: ports.teamwire },
  }).catch((error: unknown) => {
    throw toPortError(error, "choose others with --dialog360-port and --teamwire-port");
  });
  const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-simulate-"));
  const open: { close(): Promise<void> }[] = [world];
  try {
    const stage = await openPage(ports.page, { world, clock });
    open.unshift(stage);
    const config = join(folder, "wa_config.json");
    writeFileSync(config, JSON.stringify(createWorldConfig(), null, 2));
    for (const [name, value] of Object.entries({ ...world.environment, WA_BOT_CONFIG: config })) {
      io.stdout.write(`${name}=${value}\n`);
    }
    io.stderr.write(`both sides can be played at ${stage.url}; end with Ctrl+C\n`);
    await new Promise<void>((resolve) => io.onSignal(() => resolve()));
  } finally {
    for (const one of open) await one.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
