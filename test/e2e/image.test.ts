// There is no container engine here: the Dockerfile's steps are run one by one, and what comes of them in a root of its own.
import assert from "node:assert/strict";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { test } from "node:test";

import { validate } from "dockerfile-utils";
import { parse } from "yaml";

import { until } from "../fakes/until.ts";
import { copyContext, copyRuntime, jsonOf, readStages, replay, wordsOf } from "./image.ts";
import { createStage, type Program } from "./program.ts";

const dockerfile = readFileSync("Dockerfile", "utf8");
const { build, image } = readStages(dockerfile);

test("the Dockerfile is valid, and the image is the executable in its storage folder", () => {
  assert.deepEqual(validate(dockerfile), []);
  assert.deepEqual(jsonOf(image, "ENTRYPOINT"), ["/usr/local/bin/whatsapp-bot"]);
  assert.deepEqual(jsonOf(image, "CMD"), ["serve"]);
  assert.deepEqual(wordsOf(image, "WORKDIR"), ["/wa_storage"]);
  assert.deepEqual(wordsOf(image, "USER"), ["65532:0"]);
  assert.match(
    dockerfile,
    /\nHEALTHCHECK .*CMD \["\/usr\/local\/bin\/whatsapp-bot", "healthcheck"\]\n/,
  );
});

test("the compose file drains, keeps the store on a volume and runs from a read-only root", () => {
  const { services } = parse(readFileSync("scripts/deploy/compose.yaml", "utf8")) as {
    services: Record<string, Record<string, unknown>>;
  };
  const service = services["whatsapp-bot"] ?? {};
  assert.deepEqual(service["environment"], {
    WA_BOT_CONFIG: "/wa_storage/wa_config.json",
    WA_DB_FILE: "/wa_storage/whatsapp_bot.db",
  });
  assert.deepEqual(service["volumes"], ["./storage:/wa_storage"]);
  assert.equal(service["read_only"], true);
  assert.equal(service["stop_grace_period"], "40s");
  assert.equal(existsSync(resolve("scripts/deploy", String(service["build"]), "Dockerfile")), true);
});

const canReplay =
  process.platform === "linux" && process.getuid?.() === 0 && !process.versions["deno"];

test(
  "the image's executable relays under any user id from a root that it cannot write",
  { skip: canReplay ? false : "needs root on Linux, and once is enough" },
  async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "whatsapp-bot-image-"));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    const [context, built, root] = ["context", "build", "image"].map((name) => join(folder, name));
    assert.ok(context && built && root);
    copyContext(resolve("."), context);
    assert.deepEqual(readdirSync(context).toSorted(), [
      "build.config.ts",
      "package-lock.json",
      "package.json",
      "scripts",
      "src",
      "tsconfig.json",
    ]);
    assert.equal(existsSync(join(context, "scripts/deploy")), false);
    replay(build, { root: built, context });
    replay(image, { root, context, stages: { build: built } });
    copyRuntime(root);
    chmodSync(folder, 0o755);
    chmodSync(join(root, "wa_storage"), 0o770);

    for (const user of ["65532:0", "12345:0"]) {
      const [uid = "", gid = ""] = user.split(":");
      const program: Program = {
        name: "image",
        command: "/usr/bin/unshare",
        args: [
          `--root=${root}`,
          "--wd=/wa_storage",
          `--setgid=${gid}`,
          `--setuid=${uid}`,
          "/usr/local/bin/whatsapp-bot",
        ],
      };
      const storage = join(root, "wa_storage");
      rmSync(storage, { recursive: true });
      mkdirSync(storage, { mode: 0o770 });
      chownSync(storage, 65532, 0);
      chmodSync(storage, 0o770);
      const stage = await createStage(t, program, { environment: { HOME: "/" } });
      for (const name of ["wa_config.json", "logo.png"])
        cpSync(join(stage.folder, name), join(storage, name));
      const served = await stage.serve();
      const set = await stage.run("webhook", "set", "https://example.com/whatsapp/notification");
      assert.equal(set.code, 0, set.stderr);
      const { dialog360, teamwire, cast } = stage.world;
      const { headers } = dialog360.simulator.webhook.target ?? { headers: {} };
      dialog360.simulator.webhook.register({ url: served.notifications, headers });
      const [tobias] = cast.customers;
      assert.ok(tobias);
      await dialog360.simulator.writes(tobias, "Hello").taken;
      await until(
        "the message in the chat",
        () => teamwire.simulator.chats[0]?.messages.length === 1,
      );
      await until("healthcheck", async () => (await stage.run("healthcheck")).code === 0);
      assert.equal(await stage.end("SIGTERM"), 0);
      assert.ok(readdirSync(storage).includes("whatsapp_bot.db"));
    }
  },
);
