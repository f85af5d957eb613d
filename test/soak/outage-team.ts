import { createMachineClock } from "../../src/simulator/clock.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import type { Count } from "./counts.ts";
import { Customers } from "./customers.ts";
import { judge } from "./judge.ts";
import { readMemory } from "./memory.ts";
import type { Part } from "./part.ts";
import { createRandom, pickWhole } from "./random.ts";

const secondMs = 1000;
const hourMs = 60 * 60 * secondMs;
const weekendHours = 60;
/** What an outage may add in MB, with the simulators and the log in this process; resident with room kept for later. */
const mostGrowth = { resident: 300, used: 60 };

/** Teamwire is away for ten minutes while customers go on writing, half of them for the first time. */
export async function soakTeamSide(part: Part): Promise<readonly Count[]> {
  const conversations = 50;
  const notifications = part.short ? 500 : 2000;
  const scene = await createScene(part, conversations);
  const { bot, customers, random } = scene;
  for (let pair = 0; pair < conversations / 4; pair += 1) await customers.write(pair);
  await deliverAll(scene);
  const before = readMemory();
  customers.waitsMs.length = 0;

  bot.world.teamwire.simulator.faults.away = true;
  const begun = customers.acknowledged;
  const seconds = 600;
  for (let second = 1; second <= seconds; second += 1) {
    const due = Math.round((notifications * second) / seconds) - (customers.acknowledged - begun);
    const first = pickWhole(random, 0, conversations / 2 - 1);
    await Promise.all(
      Array.from({ length: due }, (_, index) =>
        customers.write((first + index) % (conversations / 2)),
      ),
    );
    await bot.clock.advance(secondMs);
  }
  const during = readMemory();
  const waits = customers.waitsMs.toSorted((one, other) => one - other);
  const at = (share: number): number => waits[Math.floor(waits.length * share)] ?? 0;
  bot.world.teamwire.simulator.faults.away = false;
  part.tell("Teamwire is back");
  const counts = await deliverAll(scene);
  const afterwards = readMemory();
  return [
    { name: "Teamwire away for 10 minutes: acknowledged", value: customers.acknowledged - begun },
    { name: "  acknowledged after, p50", value: at(0.5), unit: "ms" },
    { name: "  acknowledged after, p99", value: at(0.99), unit: "ms" },
    {
      name: "  acknowledged after, longest",
      value: waits.at(-1) ?? 0,
      unit: "ms",
      // In CI whatever else runs on the machine would decide.
      ...(!part.short && { atMost: 250 }),
    },
    { name: "  resident memory before", value: before.resident, unit: "MB" },
    {
      name: "  resident memory at its end",
      value: during.resident,
      unit: "MB",
      atMost: before.resident + mostGrowth.resident,
    },
    {
      name: "  resident memory afterwards",
      value: afterwards.resident,
      unit: "MB",
      atMost: before.resident + mostGrowth.resident,
    },
    { name: "  memory in use before", value: before.used, unit: "MB" },
    {
      name: "  memory in use afterwards",
      value: afterwards.used,
      unit: "MB",
      atMost: before.used + mostGrowth.used,
    },
    ...counts,
  ];
}

/** Teamwire is away from Friday evening to Monday morning. */
export async function soakTeamWeekend(part: Part): Promise<readonly Count[]> {
  const scene = await createScene(part, 6);
  const { bot, customers, random } = scene;
  await customers.write(0);
  await deliverAll(scene);
  bot.world.teamwire.simulator.faults.away = true;
  for (let hour = 0; hour < weekendHours; hour += 1) {
    for (let count = 0; count < 4; count += 1) {
      await customers.write(pickWhole(random, 0, 2));
      await bot.clock.advance(hourMs / 4);
    }
  }
  bot.world.teamwire.simulator.faults.away = false;
  part.tell("the weekend without Teamwire is over");
  return [
    { name: "Teamwire away for 60 hours: acknowledged", value: customers.acknowledged },
    ...(await deliverAll(scene)),
  ];
}

interface Scene {
  readonly bot: Bot;
  readonly customers: Customers;
  readonly random: () => number;
  readonly conversations: number;
}

async function createScene(part: Part, conversations: number): Promise<Scene> {
  // Held calls of the feed go by the machine's clock: else each minute that is passed over would end one.
  const world = { teamwire: { holdClock: createMachineClock() } };
  const bot = await startBot(part, { world });
  const random = createRandom(part.seed);
  const customers = new Customers({
    simulator: bot.world.dialog360.simulator,
    random,
    conversations,
    notificationsPerSecond: 1,
  });
  return { bot, customers, random, conversations };
}

/** Lets time pass until everything has arrived, or much longer than that should take. */
async function deliverAll({ bot, customers }: Scene): Promise<readonly Count[]> {
  const written = { customers: customers.written, staff: [] };
  const look = () => judge(bot.world, written);
  for (let round = 0; round < 1000 && look().toTeam.lost > 0; round += 1) {
    await bot.clock.advance(5000);
  }
  const failed = await bot.read((reader) => reader.deliveries({ states: ["failed"], limit: 1 }));
  const { toTeam, chats, customers: wanted } = look();
  return [
    { name: "  messages in the chats", value: toTeam.arrived },
    { name: "  lost", value: toTeam.lost, atMost: 0 },
    { name: "  given up", value: failed.total, atMost: 0 },
    { name: "  order broken", value: toTeam.disordered, atMost: 0 },
    { name: "  doubled", value: toTeam.doubled, atMost: 0 },
    { name: "  chats", value: chats, atLeast: wanted, atMost: wanted },
  ];
}
