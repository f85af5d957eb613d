import { createMachineClock } from "../../src/simulator/clock.ts";
import { startBot, type Bot } from "../fakes/bot.ts";
import type { Count } from "./counts.ts";
import { Customers } from "./customers.ts";
import { judge } from "./judge.ts";
import type { Part } from "./part.ts";
import { sleep } from "./pause.ts";
import { createRandom, pickWhole, type Random } from "./random.ts";
import { Staff } from "./staff.ts";
import { countTaken, createStorm } from "./storm.ts";
import type { Tally } from "./tally.ts";

const secondMs = 1000;
const hourMs = 60 * 60 * secondMs;
const weekendHours = 60;
/** From 360dialog's acceptance to `sent`, and on to `delivered`: within the time for which doubt is waited out. */
const receiptDelayMs = 20 * secondMs;
/** Of a call to 360dialog, and a little. */
const timeoutMs = 10_500;

/** 360dialog raves for ten minutes, in every way that it has. */
export async function soakCustomerSide(
  part: Part,
  generation: "v1" | "v2",
): Promise<readonly Count[]> {
  const scene = await createScene(part, { generation, conversations: 20 });
  const { faults } = scene.bot.world.dialog360.simulator;
  const storm = createStorm(scene.random, { mostSilences: part.short ? 1 : 2 });
  faults.storm = storm.next;
  const seconds = part.short ? 200 : 600;
  for (let second = 0; second < seconds; second += 1) {
    writeSomewhere(scene);
    const before = storm.silences();
    await pass(scene, secondMs);
    // The program's own time-out is real time, which meanwhile may not run ahead.
    if (storm.silences() > before) await sleep(timeoutMs);
  }
  faults.clear();
  part.tell(`the storm of ${generation} is over`);
  const { failed, result } = await deliverAll(scene);
  return [
    { name: `360dialog raves for ${seconds} s, ${generation}: staff's messages`, value: seconds },
    ...[...storm.counts].map(([name, value]) => ({ name: `  ${name}`, value })),
    ...toCounts(result, failed),
    {
      name: "  doubled",
      value: result.doubled,
      // Without an echo of our reference nobody can tell what became of a call that got no answer.
      atMost: generation === "v2" ? 0 : countTaken(storm.counts),
    },
  ];
}

/** 360dialog is away for a weekend; customers write now and then, so that their windows stay open. */
export async function soakCustomerWeekend(part: Part): Promise<readonly Count[]> {
  const scene = await createScene(part, { generation: "v2", conversations: 4 });
  const { faults } = scene.bot.world.dialog360.simulator;
  // Only what faults usually hit, or the list of templates would be asked for twice a minute.
  faults.storm = () => ({ status: 503, body: "<html>503 Service Unavailable</html>" });
  for (let hour = 1; hour <= weekendHours; hour += 1) {
    writeSomewhere(scene);
    await pass(scene, hourMs);
    if (hour % 10 === 0) await scene.customers.writeAll();
  }
  faults.clear();
  part.tell("the weekend without 360dialog is over");
  const { failed, result } = await deliverAll(scene);
  return [
    { name: "360dialog away for 60 hours: staff's messages", value: weekendHours },
    ...toCounts(result, failed),
    { name: "  doubled", value: result.doubled, atMost: 0 },
  ];
}

interface Scene {
  readonly bot: Bot;
  readonly customers: Customers;
  readonly staff: Staff;
  readonly random: Random;
  readonly conversations: number;
}

/** Every customer has written, and has a chat. */
async function createScene(
  part: Part,
  { generation, conversations }: { generation: "v1" | "v2"; conversations: number },
): Promise<Scene> {
  const bot = await startBot(part, {
    world: {
      dialog360: { shape: generation, receiptDelayMs },
      // Held calls of the feed go by the machine's clock: else each minute that is passed over would end one.
      teamwire: { holdClock: createMachineClock() },
    },
  });
  const random = createRandom(part.seed);
  const customers = new Customers({
    simulator: bot.world.dialog360.simulator,
    random,
    conversations,
    notificationsPerSecond: 1,
  });
  const staff = new Staff({
    simulator: bot.world.teamwire.simulator,
    random,
    conversations,
    postsPerSecond: 1,
  });
  const scene = { bot, customers, staff, random, conversations };
  await customers.writeAll();
  const { simulator } = bot.world.teamwire;
  while (simulator.chats.length < conversations) await pass(scene, secondMs);
  return scene;
}

function writeSomewhere({ bot, staff, random }: Scene): void {
  const { chats } = bot.world.teamwire.simulator;
  const record = chats[pickWhole(random, 0, chats.length - 1)];
  if (record) staff.write(record.chat);
}

/** Lets time pass, and what was sent over loopback by then arrive. */
async function pass({ bot }: Scene, ms: number): Promise<void> {
  await bot.clock.advance(ms);
  await sleep(15);
}

async function deliverAll(scene: Scene): Promise<{ result: Tally; failed: number }> {
  const { bot, customers, staff } = scene;
  const written = { customers: customers.written, staff: staff.written };
  const look = () => judge(bot.world, written).toCustomer;
  for (let round = 0; round < 2000 && look().lost > 0; round += 1) await pass(scene, 2000);
  const failed = await bot.read((reader) => reader.deliveries({ states: ["failed"], limit: 1 }));
  return { result: look(), failed: failed.total };
}

function toCounts({ arrived, lost, disordered }: Tally, failed: number): readonly Count[] {
  return [
    { name: "  at 360dialog", value: arrived },
    { name: "  lost", value: lost, atMost: 0 },
    { name: "  given up", value: failed, atMost: 0 },
    { name: "  order broken", value: disordered, atMost: 0 },
  ];
}
