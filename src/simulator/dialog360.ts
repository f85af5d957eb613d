import { randomUUID } from "node:crypto";

import { createMachineClock } from "./clock.ts";
import { createDialog360App } from "./dialog360/routes.ts";
import { Dialog360Simulator, type Dialog360Options } from "./dialog360/simulator.ts";
import { listen, type Listening } from "./listen.ts";

/** A simulated 360dialog that listens. */
export interface RunningDialog360 extends Listening {
  readonly simulator: Dialog360Simulator;
}

/** Starts a 360dialog on 127.0.0.1, by default v2 on a free port with receipts at once. */
export async function startDialog360(
  options: Partial<Dialog360Options> & { readonly port?: number } = {},
): Promise<RunningDialog360> {
  const { port, ...given } = options;
  const simulator = new Dialog360Simulator({
    clock: createMachineClock(),
    apiKey: "simulated-360dialog-key",
    shape: "v2",
    templates: [],
    windowCheck: "later",
    receiptDelayMs: 0,
    answerLimitMs: 5000,
    keptBytes: Infinity,
    runId: randomUUID().slice(0, 8),
    ...given,
  });
  const listening = await listen(createDialog360App(simulator), port);
  return {
    url: listening.url,
    simulator,
    close: () => {
      simulator.webhook.close();
      return listening.close();
    },
  };
}
