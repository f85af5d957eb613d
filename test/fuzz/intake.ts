import type { Bot } from "../fakes/bot.ts";
import { until } from "../fakes/until.ts";
import { listElements } from "./elements.ts";
import { findLeak, leavesTrace } from "./judge.ts";

/** What is wrong with bodies that are posted to the webhook of a relay that runs, each with the body. */
export async function listFaults(
  bot: Bot,
  bodies: readonly string[],
): Promise<readonly { readonly fault: string; readonly body: string }[]> {
  const before = (await listNotifications(bot)).length;
  const logged = bot.log.length;
  const statuses: number[] = [];
  for (const body of bodies) statuses.push(await bot.notify(body));
  const recorded = await until("all are planned", async () => {
    const all = (await listNotifications(bot)).slice(before);
    const isDone = all.length === bodies.length && all.every(({ state }) => state !== "recorded");
    return isDone ? all : null;
  });
  const { rows } = await bot.read((reader) => reader.deliveries({ limit: 0 }));
  const traces = new Set(rows.flatMap(({ source_id: id }) => id ?? []));
  const log = bot.log.slice(logged);
  return bodies.flatMap((body, index) => {
    const { id = 0, state } = recorded[index] ?? {};
    const json = parse(body);
    const lost = listElements(json).find((element) => !leavesTrace(element, traces, id));
    const faults = [
      statuses[index] === 200 ? null : `answered ${statuses[index]}`,
      lost && state === "planned" ? `no trace of ${JSON.stringify(lost)}` : null,
      findLeak(json, log),
    ];
    return faults.flatMap((fault) => (fault ? [{ fault, body }] : []));
  });
}

/** Those of 360dialog, in the order in which they came. */
async function listNotifications(bot: Bot): Promise<readonly { id: number; state: string }[]> {
  const { rows } = await bot.read((reader) => reader.notifications({ limit: 0 }));
  return rows
    .filter(({ source }) => source === "dialog360")
    .toSorted((one, other) => one.id - other.id);
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
