import { Option, type Command } from "commander";

import { openPage, toPort } from "./demo.ts";
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
Prints the settings with which serve finds both sides, ready for --env-file.

Example:
  whatsapp-bot simulate > simulated.env &
  whatsapp-bot serve --env-file simulated.env &
  whatsapp-bot webhook set --env-file simulated.env http://127.0.0.1:8080/whatsapp/notification`,
    )
    .action((options: SimulateOptions) => runSimulators(options, io));
}

async function runSimulators(options: SimulateOptions, io: Io): Promise<void> {
  const { createClock } = await import("../clock.ts");
  const { startWorld } = await import("../simulator/world.ts");
  const clock = createClock();
  const world = await startWorld({
    clock,
    dialog360: { shape: options.api, port: toPort(options.dialog360Port), receiptDelayMs: 600 },
    teamwire: { port: toPort(options.teamwirePort) },
  });
  try {
    const stage = await openPage(options.port, { world, clock });
    try {
      for (const [name, value] of Object.entries(world.environment)) {
        io.stdout.write(`${name}=${value}\n`);
      }
      io.stderr.write(`both sides can be played at ${stage.url}; end with Ctrl+C\n`);
      await new Promise<void>((resolve) => io.onSignal(() => resolve()));
    } finally {
      await stage.close();
    }
  } finally {
    await world.close();
  }
}
