import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import { createWorldConfig, startWorld } from "../../src/simulator/world.ts";
import type { Ended, Place } from "./place.ts";

/** An emulated system takes its time. */
const limitMs = 120_000;
const secret = "smoke-secret-smoke-secret";

/** A whole `serve` between two simulators: a customer writes, the team answers. @returns what was sent to the phone, and how serve ended */
export async function relayOnce(place: Place): Promise<Ended> {
  const world = await startWorld();
  writeFileSync(join(place.work, "wa_config.json"), JSON.stringify(createWorldConfig()));
  const serve = place.start(["serve"], {
    ...world.environment,
    WA_WEBHOOK_SECRET: secret,
    WA_NOTIFICATIONS_HOST: "127.0.0.1",
    WA_NOTIFICATIONS_PORT: "0",
    WA_OPS_PORT: "0",
  });
  const exit = once(serve, "exit");
  try {
    const port = await readPort(serve);
    const { dialog360, teamwire, cast } = world;
    const url = `http://127.0.0.1:${port}/whatsapp/notification`;
    const headers = { Authorization: `Bearer ${secret}` };
    dialog360.simulator.webhook.register({ url, headers });
    const [customer] = cast.customers;
    if (customer) dialog360.simulator.writes(customer, "smoke in");
    const { simulator } = teamwire;
    const { chat } = await until(serve, () =>
      simulator.chats.find(({ messages }) => messages.length > 0),
    );
    simulator.post(chat.tid, "user-anna", "smoke out");
    const sent = await until(serve, () => dialog360.simulator.sends[0]);
    serve.kill("SIGTERM");
    const [code] = (await exit) as [number | null];
    return { code, text: JSON.stringify(sent.body) };
  } finally {
    serve.kill("SIGKILL");
    await world.close();
  }
}

/** Waits for the line that says on which port it listens; shows the log where that never comes. */
async function readPort(serve: ChildProcess): Promise<number> {
  let text = "";
  serve.stderr?.on("data", (chunk) => (text += String(chunk)));
  try {
    return Number(await until(serve, () => /"notifications":(\d+)/.exec(text)?.[1]));
  } catch (error) {
    throw new Error(`serve did not start: ${text}`, { cause: error });
  }
}

async function until<T>(serve: ChildProcess, ask: () => T | undefined): Promise<T> {
  const end = performance.now() + limitMs;
  for (;;) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (serve.exitCode !== null) throw new Error(`serve has ended with ${serve.exitCode}`);
    if (performance.now() > end) throw new Error("waited in vain");
    await wait(20);
  }
}
