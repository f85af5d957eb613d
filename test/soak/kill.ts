// Part "kill": serve is killed at random moments under traffic in both directions, and nothing may be lost for it.
import process from "node:process";

import type { Dialog360Simulator } from "../../src/simulator/dialog360/simulator.ts";
import { startWorld } from "../../src/simulator/world.ts";
import { toConversation } from "./conversations.ts";
import type { Count } from "./counts.ts";
import { Customers } from "./customers.ts";
import { judge } from "./judge.ts";
import { countCutOff, countUnexplained, type Accepted, type Kill } from "./kills.ts";
import { readMemory } from "./memory.ts";
import { runPart, type Part } from "./part.ts";
import { sleep, within } from "./pause.ts";
import { createRandom, type Random } from "./random.ts";
import { mixReceipts } from "./receipts.ts";
import { Served } from "./served.ts";
import { Staff } from "./staff.ts";

const conversations = 50;
/**
 * From the other side's acceptance to its answer: a kill within finds the delivery accepted and not recorded. Long enough to
 * hit it on a machine that has other work.
 */
const answerDelayMs = 25;
/** From 360dialog's acceptance to `sent`, and on to `delivered`. */
const receiptDelayMs = 2000;
/** A delivery that was cut off towards the customer waits 60 s for a receipt. */
const drainLimitMs = 180_000;
/** From the start of a life to its end, at most. */
const mostLifeMs = 1000;

async function runKill(part: Part): Promise<readonly Count[]> {
  const { generation, short } = part;
  const echoes = generation === "v2";
  const wanted = short ? 12 : echoes ? 200 : 20;
  const world = await startWorld({ dialog360: { shape: generation, receiptDelayMs } });
  part.after(() => world.close());
  const dialog360 = world.dialog360.simulator;
  const teamwire = world.teamwire.simulator;
  for (const { faults } of [dialog360, teamwire]) faults.answerDelayMs = answerDelayMs;
  const served = await Served.create(part, { world });
  const customers = new Customers({
    simulator: dialog360,
    random: createRandom(part.seed + 1),
    conversations,
    notificationsPerSecond: 200,
    newcomersPerSecond: 5,
  });
  const staff = new Staff({
    simulator: teamwire,
    random: createRandom(part.seed + 2),
    conversations,
    postsPerSecond: 40,
  });
  const receipts = mixReceipts(dialog360, { random: createRandom(part.seed + 3), share: 0.1 });

  customers.start();
  staff.start();
  const random = createRandom(part.seed);
  const kills: Kill[] = [];
  while (kills.length < wanted) {
    const fate = fates[kills.length % fates.length] ?? "any moment";
    const at = await liveOnce(served, { fate, random, dialog360 });
    kills.push({ at, until: Date.now() });
    // Nobody looks at the calls; at what was taken, many do.
    dialog360.calls.length = 0;
    if (kills.length % 20 === 0) part.tell(`${kills.length} kills`);
  }
  await served.startSurely();
  await Promise.all([customers.stop(), staff.stop()]);
  part.tell("drains");
  part.drains();

  const written = { customers: customers.written, staff: staff.written };
  await within(drainLimitMs, async () => {
    const { toTeam, toCustomer } = judge(world, written);
    return toTeam.lost + toCustomer.lost === 0 && (await served.count(...open)) === 0;
  });
  await dialog360.webhook.idle();
  await within(10_000, async () => (await served.count(...read)) >= receipts.count());
  const rows = {
    open: await served.count(...open),
    read: await served.count(...read),
    failed: await served.count("deliveries", "list", "--state", "failed"),
  };
  const exitCode = await served.end();

  const { toTeam, toCustomer, ...judged } = judge(world, written);
  for (const what of [...toTeam.examples, ...toCustomer.examples]) part.tell(what);
  const posts = teamwire.chats.flatMap(({ messages }) =>
    messages.filter(({ from_user: author }) => author.is_bot).map(({ timestamp }) => timestamp),
  );
  const made = teamwire.chats.map(({ chat }) => chat.created_at);
  const accepted = Array.from({ length: customers.written.length }, (): Accepted[] => []);
  for (const { phone = "", content, at } of dialog360.sends) {
    accepted[toConversation(phone)]?.push({ text: String(content["body"]), at });
  }
  const sent = dialog360.sends.map(({ at }) => at);
  return [
    { name: "kills", value: kills.length, atLeast: wanted, atMost: wanted },
    { name: "slowest start", value: Math.round(served.slowestStartMs), unit: "ms" },
    { name: "notifications acknowledged", value: customers.acknowledged },
    { name: "  posted again all the same", value: customers.repeats },
    { name: "  attempts without an answer", value: customers.refusals.get("none") ?? 0 },
    { name: "messages of customers in the chats", value: toTeam.arrived },
    { name: "  acknowledged and lost", value: toTeam.lost, atMost: 0 },
    { name: "  order broken", value: toTeam.disordered, atMost: 0 },
    { name: "  doubled", value: toTeam.doubled, atMost: 0 },
    { name: "  astray", value: toTeam.astray, atMost: 0 },
    {
      name: "  accepted, serve killed before it knew",
      value: countCutOff(posts, { kills, answerDelayMs }),
      atLeast: 1,
    },
    { name: "chats", value: judged.chats, atLeast: judged.customers, atMost: judged.customers },
    {
      name: "  made, serve killed before it knew",
      value: countCutOff(made, { kills, answerDelayMs }),
      // Too rare to be sure of it within a few kills.
      ...(wanted > 100 && { atLeast: 1 }),
    },
    { name: "messages of staff at 360dialog", value: toCustomer.arrived },
    { name: "  lost", value: toCustomer.lost, atMost: 0 },
    { name: "  order broken", value: toCustomer.disordered, atMost: 0 },
    { name: "  doubled", value: toCustomer.doubled, atMost: echoes ? 0 : kills.length },
    { name: "  doubled, no kill explains it", value: countUnexplained(accepted, kills), atMost: 0 },
    { name: "  astray", value: toCustomer.astray, atMost: 0 },
    {
      name: "  accepted, serve killed before it knew",
      value: countCutOff(sent, { kills, answerDelayMs }),
      atLeast: 1,
    },
    {
      name: "  known as read, though told in no order",
      value: rows.read,
      ...(echoes && { atLeast: receipts.count(), atMost: receipts.count() }),
    },
    { name: "deliveries open at the end", value: rows.open, atMost: 0 },
    { name: "deliveries failed", value: rows.failed, atMost: 0 },
    { name: "notices of the bot in the chats", value: judged.notices, atMost: 0 },
    { name: "errors in the log", value: served.errors, atMost: 0 },
    { name: "texts, numbers, secrets in the log", value: served.leaks, atMost: 0 },
    { name: "exit code after SIGTERM", value: exitCode ?? -1, atLeast: 0, atMost: 0 },
    { name: "memory in use, driver and simulators", value: readMemory().used, unit: "MB" },
  ];
}

const open = ["deliveries", "list", "--state", "pending,sending,uncertain,held"] as const;
const read = ["deliveries", "list", "--state", "read"] as const;

/** When serve is killed: while it starts, at any moment later, or just after 360dialog took a message. */
const fates = ["start", "any moment", "acceptance", "any moment", "acceptance"] as const;

interface Life {
  readonly fate: (typeof fates)[number];
  readonly random: Random;
  readonly dialog360: Dialog360Simulator;
}

/** Starts serve and kills it. @returns when */
async function liveOnce(served: Served, { fate, random, dialog360 }: Life): Promise<number> {
  if (fate === "start") {
    void served.start();
    await sleep(random() * 400);
  } else {
    await served.startSurely();
    await sleep(random() * mostLifeMs);
    if (fate === "acceptance") {
      await nextSend(dialog360);
      await sleep(random() * 4);
    }
  }
  const at = await served.kill();
  if (at === null) throw new Error("serve has ended by itself");
  return at;
}

/** Resolves as soon as 360dialog takes a message, or after a while without one. */
async function nextSend(dialog360: Dialog360Simulator): Promise<void> {
  const before = dialog360.sends.length;
  const taken = Promise.withResolvers<void>();
  const stop = dialog360.watch(() => dialog360.sends.length > before && taken.resolve());
  await Promise.race([taken.promise, sleep(5_000)]);
  stop();
}

const generation = process.argv.includes("v1") ? "v1" : "v2";
await runPart(`kill -9, ${generation}`, runKill, { limitMs: 9 * 60_000 });
