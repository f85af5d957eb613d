// Part "files": ten documents of 100 MB each way at once; memory stays flat and every byte arrives.
import { makeContent } from "../../src/simulator/content.ts";
import { startWorld, type World } from "../../src/simulator/world.ts";
import type { Count } from "./counts.ts";
import { runPart, type Part } from "./part.ts";
import { within } from "./pause.ts";
import { Served } from "./served.ts";

const size = 100_000_000;
const patienceMs = 180_000;

const customers = Array.from({ length: 10 }, (_, number) => ({
  phone: `49157000000${10 + number}`,
  name: `Customer ${number}`,
}));

/** A document in each conversation from both sides, all at once. @returns their checksums */
function sendBothWays({ dialog360, teamwire }: World, bytes: number): string[] {
  const { assets, chats } = teamwire.simulator;
  const sent = customers.map((customer) => {
    const content = makeContent(bytes, `from ${customer.name}`);
    const file = dialog360.simulator.media.add(content, "application/pdf");
    dialog360.simulator.writes(customer, { type: "document", document: file });
    return content.sha256;
  });
  for (const { chat } of chats) {
    const content = makeContent(bytes, `from staff ${chat.title}`);
    const asset = assets.add(content, { name: "out.pdf", mimeType: "application/pdf" });
    const attachments = [{ type: "FILE", assets: [asset] }];
    teamwire.simulator.post(chat.tid, "user-anna", { attachments });
    sent.push(content.sha256);
  }
  return sent;
}

/** The checksums of the files that came to the other side. */
function readArrived({ dialog360, teamwire }: World): string[] {
  const { sends, media } = dialog360.simulator;
  const posts = teamwire.simulator.chats.flatMap(({ messages }) => messages);
  const assets = posts
    .filter(({ from_user: author }) => author.is_bot)
    .flatMap(({ attachments }) => attachments ?? [])
    .flatMap(({ assets: attached = [] }) => attached);
  return [
    ...sends.flatMap(({ content }) => media.find(content["id"])?.content.sha256 ?? []),
    ...assets.map(({ asset_id: id }) => teamwire.simulator.assets.get(id).content.sha256),
  ];
}

async function soakFiles(part: Part): Promise<readonly Count[]> {
  const world = await startWorld({
    dialog360: { shape: part.generation, keptBytes: 0 },
    teamwire: { keptBytes: 0 },
  });
  part.after(() => world.close());
  const served = await Served.create(part, { world });
  await served.startSurely();
  for (const customer of customers) world.dialog360.simulator.writes(customer, "Hello");
  await within(patienceMs, () => world.teamwire.simulator.chats.length === customers.length, 50);
  // What the program loads for its first files is not what many of them cost.
  const first = sendBothWays(world, 1_000_000);
  await within(patienceMs, () => readArrived(world).length === first.length, 50);
  const before = served.readResidentMb();
  let most = before;
  const watch = setInterval(() => (most = Math.max(most, served.readResidentMb())), 50);
  part.after(() => clearInterval(watch));
  const sent = sendBothWays(world, size);
  part.tell(`${sent.length} documents of 100 MB are on their way`);
  const begun = performance.now();
  await within(patienceMs, () => readArrived(world).length >= first.length + sent.length, 50);
  const seconds = (performance.now() - begun) / 1000;
  clearInterval(watch);
  const arrived = new Set(readArrived(world));
  const whole = sent.filter((checksum) => arrived.has(checksum)).length;
  const refused = world.dialog360.simulator.calls.filter(({ status }) => status >= 400).length;
  return [
    {
      name: "documents that arrived whole",
      value: whole,
      atLeast: sent.length,
      atMost: sent.length,
    },
    { name: "through serve", value: (sent.length * size) / 1e6 / seconds, unit: "MB/s" },
    { name: "resident before", value: before, unit: "MB" },
    { name: "growth of what is resident", value: most - before, unit: "MB", atMost: 100 },
    { name: "messages that 360dialog refused", value: refused, atMost: 0 },
    { name: "errors in the log", value: served.errors, atMost: 0 },
    { name: "texts, numbers and secrets in the log", value: served.leaks, atMost: 0 },
  ];
}

await runPart("files", soakFiles, { limitMs: 6 * 60_000 });
