// Part "disk": the disk fills up under traffic, and serve may be killed meanwhile; what was acknowledged arrives.
import { startWorld } from "../../src/simulator/world.ts";
import type { Count } from "./counts.ts";
import { Customers } from "./customers.ts";
import { judge } from "./judge.ts";
import { runPart, type Part } from "./part.ts";
import { sleep, within } from "./pause.ts";
import { createRandom, pickWhole, type Random } from "./random.ts";
import { Served } from "./served.ts";
import { mountSmallDisk, type SmallDisk } from "./small-disk.ts";
import { Staff } from "./staff.ts";

const conversations = 10;
const fullMs = 1500;
const patienceMs = 15_000;
const drainLimitMs = 150_000;

/** How the full state ends. */
const fates = ["freed", "killed", "freed", "ended", "killed", "freed while silent"] as const;

type Fate = (typeof fates)[number];

/** What was seen while the disk was full. */
class Seen {
  fillings = 0;
  notReady = 0;
  recovered = 0;
  readyInSilence = 0;
  silences = 0;
  starts = 0;
  refusedStarts = 0;
  oddEnds = 0;
}

async function runDisk(part: Part): Promise<readonly Count[]> {
  const disk = mountSmallDisk(part, 24);
  if (!disk) {
    const name = "mounting is not allowed here: see the injected faults of test/unit/ledger";
    return [{ name, value: 0 }];
  }
  const random = createRandom(part.seed);
  const world = await startWorld();
  part.after(() => world.close());
  const dialog360 = world.dialog360.simulator;
  const teamwire = world.teamwire.simulator;
  const served = await Served.create(part, { world, store: `${disk.folder}/store.db` });
  const customers = new Customers({
    simulator: dialog360,
    random: createRandom(part.seed + 1),
    conversations,
    notificationsPerSecond: 40,
  });
  const staff = new Staff({
    simulator: teamwire,
    random: createRandom(part.seed + 2),
    conversations,
    postsPerSecond: 8,
  });
  const seen = new Seen();
  disk.fill(0);
  await startWhenFull({ disk, served, seen });
  customers.start();
  // What is cut off on its way to a customer waits for 60 s: too long for CI.
  if (!part.short) staff.start();
  for (const fate of part.short ? fates.slice(0, 2) : fates) {
    await sleep(1000);
    if (fate === "freed while silent") {
      // Without staff's messages there are no receipts either.
      await staff.stop();
      await sleep(1000);
      await dialog360.webhook.idle();
    }
    disk.fill(pickWhole(random, 0, 3));
    seen.fillings += 1;
    await sleep(fullMs);
    const { status, reasons } = await served.readiness();
    if (status === 503 && reasons.length > 0) seen.notReady += 1;
    await endFullness(fate, { disk, served, customers, staff, seen, random });
    // Receipts that were refused come now: waits that have grown beyond a minute would outlast every grace.
    dialog360.webhook.retryNow();
    const before = customers.acknowledged;
    const goesOn = await within(patienceMs, () => customers.acknowledged > before);
    if (goesOn && (await isReady(served))) seen.recovered += 1;
    part.tell(`filled and ${fate}`);
  }
  await Promise.all([customers.stop(), staff.stop()]);
  part.drains();

  const written = { customers: customers.written, staff: staff.written };
  const open = ["deliveries", "list", "--state", "pending,sending,uncertain,held"];
  await within(drainLimitMs, async () => {
    const { toTeam, toCustomer } = judge(world, written);
    return toTeam.lost + toCustomer.lost === 0 && (await served.count(...open)) === 0;
  });
  const openAtEnd = await served.count(...open);
  const exitCode = await served.end();
  const { toTeam, toCustomer, chats } = judge(world, written);
  for (const what of [...toTeam.examples, ...toCustomer.examples]) part.tell(what);
  const refused = customers.refusals.get(503) ?? 0;
  const others = [...customers.refusals].filter(([status]) => status !== 503 && status !== "none");
  return [
    { name: "times that the disk was full", value: seen.fillings },
    { name: "  not ready with a reason", value: seen.notReady, atLeast: seen.fillings },
    { name: "  went on afterwards", value: seen.recovered, atLeast: seen.fillings },
    { name: "  ready again without traffic", value: seen.readyInSilence, atLeast: seen.silences },
    { name: "starts on a full disk", value: seen.starts },
    { name: "  refused with 73", value: seen.refusedStarts },
    { name: "  ended with another code", value: seen.oddEnds, atMost: 0 },
    { name: "acknowledged notifications", value: customers.acknowledged },
    { name: "  answers 503", value: refused, atLeast: 1 },
    { name: "  503 without Retry-After", value: customers.withoutRetryAfter, atMost: 0 },
    { name: "  other answers", value: others.length, atMost: 0 },
    { name: "customers' messages in the chats", value: toTeam.arrived },
    { name: "  acknowledged and lost", value: toTeam.lost, atMost: 0 },
    { name: "  order broken", value: toTeam.disordered, atMost: 0 },
    { name: "  doubled", value: toTeam.doubled, atMost: 0 },
    { name: "  astray", value: toTeam.astray, atMost: 0 },
    { name: "chats", value: chats, atLeast: conversations, atMost: conversations },
    { name: "staff's messages at 360dialog", value: toCustomer.arrived },
    { name: "  lost", value: toCustomer.lost, atMost: 0 },
    { name: "  order broken", value: toCustomer.disordered, atMost: 0 },
    { name: "  doubled", value: toCustomer.doubled, atMost: 0 },
    { name: "deliveries open at the end", value: openAtEnd, atMost: 0 },
    { name: "texts, numbers, secrets in the log", value: served.leaks, atMost: 0 },
    { name: "exit code after SIGTERM", value: exitCode ?? -1, atLeast: 0, atMost: 0 },
  ];
}

interface Scene {
  readonly disk: SmallDisk;
  readonly served: Served;
  readonly customers: Customers;
  readonly staff: Staff;
  readonly seen: Seen;
  readonly random: Random;
}

async function endFullness(fate: Fate, scene: Scene): Promise<void> {
  const { disk, served, customers, staff, seen, random } = scene;
  if (fate === "freed") return disk.free();
  if (fate === "freed while silent") {
    // Nobody posts: then only the program itself can find out that there is room again.
    customers.isSilent = true;
    await sleep(500);
    disk.free();
    seen.silences += 1;
    if (await isReady(served)) {
      seen.readyInSilence += 1;
    }
    customers.isSilent = false;
    staff.start();
    return undefined;
  }
  if (fate === "killed") await served.kill();
  else if ((await served.end()) !== 0) seen.oddEnds += 1;
  await startWhenFull(scene);
  await sleep(random() * fullMs);
  disk.free();
  return undefined;
}

/** Starts on a full disk, or, where that is refused, once there is room again. */
async function startWhenFull({ disk, served, seen }: Pick<Scene, "disk" | "served" | "seen">) {
  seen.starts += 1;
  const start = await served.start();
  if (start.kind === "started") return;
  if (start.code === 73) seen.refusedStarts += 1;
  else seen.oddEnds += 1;
  disk.free();
  await served.startSurely();
}

function isReady(served: Served): Promise<boolean> {
  return within(patienceMs, async () => (await served.readiness()).status === 200);
}

await runPart("disk", runDisk, { limitMs: 5 * 60_000 });
