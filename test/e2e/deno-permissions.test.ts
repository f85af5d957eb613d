// README's lines for Deno, as they stand there but for hosts, ports and folders: enough, and none of it too much.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative, resolve } from "node:path";
import process from "node:process";
import { test, type TestContext } from "node:test";

import { loadPackages } from "../../src/cli/packages.ts";
import { toContent } from "../../src/simulator/content.ts";
import { makeCertificates, startTls } from "../fakes/tls.ts";
import { until } from "../fakes/until.ts";
import { createStage, programs, type Stage } from "./program.ts";

const readme = readFileSync("README.md", "utf8");
const deno = programs.find(({ name }) => name === "source on Deno")?.command ?? "";

/** The words of the line in README's shell blocks that begins and ends so. */
function readLine(begin: string, end: string): readonly string[] {
  const lines = readme.replaceAll(/ \\\n +/g, " ").split("\n");
  const line = lines.find((one) => one.startsWith(begin) && one.endsWith(end));
  assert.ok(line, `README has no line "${begin} … ${end}"`);
  return line.split(" ").map((word) => word.replaceAll("'", ""));
}

/** A stage whose calls go out by https, with its store in a folder of its own, and README's names for all this. */
async function setUp(t: TestContext): Promise<{ stage: Stage; places: Record<string, string> }> {
  const storage = realpathSync(mkdtempSync(join(tmpdir(), "whatsapp-bot-deno-")));
  t.after(() => rmSync(storage, { recursive: true, force: true }));
  const certificates = makeCertificates(t, ["DNS:localhost"]);
  const { promise: started, resolve: tellStarted } = Promise.withResolvers<Stage>();
  const front = async (side: "teamwire" | "dialog360"): Promise<string> => {
    const toPort = async (): Promise<number> =>
      Number(new URL((await started).world[side].url).port);
    return `localhost:${await startTls(t, certificates, toPort)}`;
  };
  const [teamwire, dialog360] = [await front("teamwire"), await front("dialog360")];
  const environment = {
    TW_API_HOST: `https://${teamwire}`,
    WA_API_URL: `https://${dialog360}`,
    WA_CA_FILE: certificates.caFile,
    WA_NOTIFICATIONS_HOST: "0.0.0.0",
    WA_DB_FILE: join(storage, "whatsapp_bot.db"),
  };
  const stage = await createStage(t, { name: "Deno", command: deno, args: [] }, { environment });
  tellStarted(stage);
  const places = {
    "0.0.0.0:8080": "0.0.0.0:0",
    "127.0.0.1:9464": "127.0.0.1:0",
    "teamwire.example.com:443": teamwire,
    "waba-v2.360dialog.io:443": dialog360,
    "/var/lib/whatsapp-bot": storage,
    "/etc/whatsapp-bot": `${realpathSync(stage.folder)},${certificates.caFile}`,
    src: resolve("src"),
    "node_modules/sql.js": resolve("node_modules/sql.js"),
  };
  return { stage, places };
}

/** Puts a test's places where README has its own. */
function fill(words: readonly string[], places: Readonly<Record<string, string>>): string[] {
  return words.map((word) => {
    const [, flag = "", list] = /^(--allow-(?:net|read|write)=)(.*)$/.exec(word) ?? [];
    if (list === undefined) return word;
    const filled = list.split(",").map((part) => {
      const place = Object.keys(places).find((name) => part.replace(/^unix:/, "").startsWith(name));
      assert.ok(place, `README has ${part}, of which the test knows nothing`);
      return part.replace(place, places[place] ?? "");
    });
    return flag + filled.join(",");
  });
}

/** From now on the stage runs the program so. */
function runWith(stage: Stage, flags: readonly string[]): void {
  stage.program = { name: "Deno", command: deno, args: ["run", ...flags, resolve("src/main.ts")] };
}

/** A message and a file each way, the console, and what asks the running `serve`. */
async function relay(stage: Stage): Promise<void> {
  const { dialog360, teamwire, cast } = stage.world;
  const [tobias] = cast.customers;
  assert.ok(tobias);
  const { ops, notifications } = await stage.serve();
  const set = await stage.run("webhook", "set", "https://example.com/whatsapp/notification");
  assert.deepEqual([set.code, set.stderr], [0, ""]);
  const { headers } = dialog360.simulator.webhook.target ?? { headers: {} };
  dialog360.simulator.webhook.register({ url: notifications, headers });
  const content = toContent(new Uint8Array(randomBytes(200_000)));
  const readPosts = (): readonly unknown[] =>
    (teamwire.simulator.chats[0]?.messages ?? []).map(
      ({ msg, attachments }) => attachments?.[0]?.assets?.[0]?.name ?? msg,
    );
  await dialog360.simulator.writes(tobias, "Hello").taken;
  const file = dialog360.simulator.media.add(content, "application/pdf");
  const document = { ...file, filename: "plan.pdf" };
  await dialog360.simulator.writes(tobias, { type: "document", document }).taken;
  await until("both in the chat", () => readPosts().length === 2);
  assert.deepEqual(readPosts(), ["Hello", "plan.pdf"]);

  const asset = teamwire.simulator.assets.add(content, { name: "a.pdf", mimeType: "text/pdf" });
  const attachments = [{ type: "FILE" as const, assets: [asset] }];
  const tid = teamwire.simulator.chats[0]?.chat.tid ?? "";
  teamwire.simulator.post(tid, "user-anna", { text: "Hello back", attachments });
  await until("the file on WhatsApp", () => dialog360.simulator.sends.length === 1);
  const sent = dialog360.simulator.sends[0]?.content["id"];
  assert.equal(dialog360.simulator.media.find(sent)?.content.sha256, content.sha256);

  assert.match(await (await fetch(ops)).text(), /^<!doctype html>/);
  assert.match(await (await fetch(`${ops}/metrics`)).text(), /whatsapp_bot_ready 1/);
  for (const command of [
    "healthcheck --strict",
    "config validate --online",
    "templates list",
    "--help",
  ]) {
    const { code, stderr } = await stage.run(...command.split(" "));
    assert.deepEqual([command, code, stderr], [command, 0, ""]);
  }
  assert.equal(await stage.end("SIGTERM"), 0);
}

const forServe = readLine("deno run", "src/main.ts serve").slice(2, -2);
const forReaders = readLine("deno run", "src/main.ts sessions list").slice(2, -3);

test("on Deno serve needs no permissions but README's, and what reads the store fewer", async (t) => {
  const { stage, places } = await setUp(t);
  runWith(stage, fill(forServe, places));
  await relay(stage);
  runWith(stage, fill(forReaders, places));
  const { code, stdout, stderr } = await stage.run("sessions", "list", "--json");
  assert.deepEqual([code, stderr], [0, ""]);
  assert.match(stdout, /"total":1/);
});

const skip = process.platform === "linux" ? false : "what stands for Deno's runtime is Linux's";

test(
  "deno compile takes README's line, and puts in what is read beside the modules",
  { skip },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-compile-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const [, , removed] = readLine("npm ci --omit=dev", "node_modules/bintrees/test").slice(-3);
    const wanted = (path: string): boolean => relative(".", path) !== removed;
    const packages = (await loadPackages()).map(({ name }) => join("node_modules", name));
    for (const path of ["package.json", "src", ...packages])
      cpSync(path, join(folder, path), { recursive: true, filter: wanted });
    // Stands for Deno's runtime, which would be downloaded: what is made of it cannot run.
    const env = { DENORT_BIN: "/bin/true", DENO_DIR: join(folder, "cache") };
    const line = readLine("deno compile", "src/main.ts").slice(1);
    const { status, stderr } = spawnSync(deno, line, { cwd: folder, env, encoding: "utf8" });
    assert.equal(status, 0, stderr);
    const made = readFileSync(join(folder, "whatsapp-bot-deno"));
    for (const file of [
      "src/ledger/worker.ts",
      "src/ops/console/page/index.html",
      "src/simulator/page/index.html",
      "node_modules/sql.js/dist/sql-wasm.wasm",
    ])
      assert.ok(made.includes(readFileSync(file)), `${file} is not inside`);
  },
);

test("whatever permission is left out on Deno, the program says which, and how to give it", async (t) => {
  const { stage, places } = await setUp(t);
  const flags = fill(forServe, places);
  // To serve, a host that may not be called is one that is away; these end with it.
  const askers = new Map([
    [places["teamwire.example.com:443"], "config validate --online"],
    [places["waba-v2.360dialog.io:443"], "webhook show"],
    ["--allow-sys", "webhook show"],
  ]);
  for (const { flag, part, rest } of flags.flatMap(leaveOut)) {
    // Read on a terminal only; the test below is for them.
    if (part === "NO_COLOR" || part === "TERM") continue;
    runWith(stage, [...flags.filter((word) => !word.startsWith(flag)), ...rest]);
    const { code, stderr } = await stage.run(...(askers.get(part) ?? "serve").split(" "));
    const told = new RegExp(
      `hint: run deno with ${flag}\\b|Deno does not allow the call \\(${flag}\\)`,
    );
    assert.match(stderr, told, `without ${part}`);
    assert.ok([69, 73, 78].includes(code ?? 0), `${code} without ${part}: ${stderr}`);
  }
});

test("README's line for Deno allows every variable that the program reads by name", () => {
  const [list = ""] = forServe.filter((word) => word.startsWith("--allow-env="));
  const allowed = list.replace("--allow-env=", "").split(",");
  const files = readdirSync("src", { recursive: true, encoding: "utf8" });
  const code = files
    .filter((file) => file.endsWith(".ts"))
    .map((file) => readFileSync(join("src", file), "utf8"));
  const names = [...code.join("").matchAll(/\benv\["([A-Z_]+)"\]/g)].map(([, name = ""]) => name);
  assert.ok(names.includes("NOTIFY_SOCKET"));
  const missing = names.filter(
    (name) =>
      !allowed.some((one) =>
        one.endsWith("*") ? name.startsWith(one.slice(0, -1)) : name === one,
      ),
  );
  assert.deepEqual(missing, []);
});

interface LeftOut {
  readonly flag: string;
  readonly part: string;
  /** What is left of the flag. */
  readonly rest: readonly string[];
}

/** A flag without each of the parts of its list in turn; without a list, no flag. */
function leaveOut(word: string): readonly LeftOut[] {
  const [flag = "", list] = word.split("=");
  if (!flag.startsWith("--allow-")) return [];
  if (list === undefined) return [{ flag, part: flag, rest: [] }];
  const parts = list.split(",");
  return parts.map((part) => {
    const others = parts.filter((one) => one !== part);
    return { flag, part, rest: others.length > 0 ? [`${flag}=${others.join(",")}`] : [] };
  });
}
