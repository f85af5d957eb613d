import assert from "node:assert/strict";
import { test } from "node:test";

import { runCommand } from "../../fakes/io.ts";

/** What was typed, and what is told of it. */
const slips: readonly (readonly [string, string])[] = [
  ["serv", "unknown command serv, did you mean serve?"],
  ["Sessions list", "unknown command Sessions, did you mean sessions?"],
  ["session list", "unknown command session, did you mean sessions?"],
  ["sess", "unknown command sess, did you mean sessions?"],
  ["delivery list", "unknown command delivery, did you mean deliveries?"],
  ["sessions lst", "unknown command sessions lst, did you mean sessions list?"],
  ["webhook sett https://a.example/", "unknown command webhook sett, did you mean webhook set?"],
  ["serve relaod", "unknown command serve relaod, did you mean serve reload?"],
  ["serve --db-file x Reload", "unknown command serve Reload, did you mean serve reload?"],
  ["serve now", "unknown command serve now"],
  ["frobnicate", "unknown command frobnicate"],
  ["help sesions", "unknown command sesions, did you mean sessions?"],
  ["help sessions lst", "unknown command sessions lst, did you mean sessions list?"],
  // Under another command.
  ["reload", "unknown command reload, did you mean serve reload?"],
  ["list sessions", "unknown command list, did you mean sessions list?"],
  ["sessions retry 3", "unknown command sessions retry, did you mean deliveries retry?"],
  ["sessions retyr 3", "unknown command sessions retyr, did you mean deliveries retry?"],
  ["sessions backup x", "unknown command sessions backup, did you mean backup?"],
  [
    "sessions drop 3",
    "unknown command sessions drop, did you mean deliveries drop or notifications drop?",
  ],
  // Options.
  ["sessions list --activ", "unknown option --activ, did you mean --active?"],
  ["sessions list --ACTIVE", "unknown option --ACTIVE, did you mean --active?"],
  ["sessions list -active", "unknown option -active, did you mean --active?"],
  ["sessions list --exp", "unknown option --exp, did you mean --expired?"],
  ["sessions list activ", 'sessions list does not take "activ", did you mean --active?'],
  ["sessions list 17", 'sessions list does not take "17"'],
  ["sessions list --limt=5", "unknown option --limt, did you mean --limit?"],
  ["sessions list --db_file x", "unknown option --db_file, did you mean --db-file?"],
  ["backup x --WA_DB_FILE=y", "unknown option --WA_DB_FILE, did you mean --db-file?"],
  ["deliveries list --active", "unknown option --active: it belongs to sessions list"],
  [
    "--db-file x sessions list",
    "unknown option --db-file at this place: put it behind sessions list",
  ],
  [
    "serve --api-key x",
    "unknown option --api-key: there is no flag for a secret, set WA_API_KEY or WA_API_KEY_FILE",
  ],
  ["sessions list --frobnicate", "unknown option --frobnicate"],
  // Values.
  ["deliveries list --state fialed", "unknown --state fialed, did you mean failed?"],
  ["deliveries list --state failed,pend", "unknown --state pend, did you mean pending?"],
  ["demo --locale fre", "unknown --locale fre, did you mean fr? (it can be en, de, fr, it, es)"],
  ["demo --api v3", "unknown --api v3, did you mean v1 or v2? (it can be v1, v2)"],
];

test("wrong usage ends with 2 and the nearest right word", async () => {
  for (const [line, expected] of slips) {
    const { code, stdout, stderr } = await runCommand(line.split(" "));
    const [message] = stderr.split("\nhint: ");
    assert.deepEqual([code, stdout, message], [2, "", `error: ${expected}`], line);
  }
});

test("wrong usage names the help of the command that it is about", async () => {
  for (const [line, expected] of [
    ["sessions list --activ", "whatsapp-bot sessions list --help shows what it takes"],
    ["deliveries retyr 1", "whatsapp-bot deliveries --help shows what it takes"],
    ["serv", "whatsapp-bot --help lists the commands, whatsapp-bot <command> --help their options"],
  ] as const) {
    const { stderr } = await runCommand(line.split(" "));
    assert.equal(stderr.split("\nhint: ")[1], `${expected}\n`);
  }
});

test("wrong usage is one JSON object with --json, and obeys no terminal code", async () => {
  const { code, stderr } = await runCommand(["sessions", "list", "--json", "--act\u001bive"]);
  assert.deepEqual(
    [code, JSON.parse(stderr)],
    [
      2,
      {
        error: {
          code: "usage",
          message: "unknown option --act ive, did you mean --active?",
          hint: "whatsapp-bot sessions list --help shows what it takes",
        },
      },
    ],
  );
});
