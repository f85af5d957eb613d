import type { Command } from "commander";

import type { ForgetReceipt } from "../app/forget.ts";
import { OperatorError } from "../bridge/errors.ts";
import type { SessionDetails } from "../ledger/tables/session-details.ts";
import { toId } from "./id.ts";
import type { Io } from "./io.ts";
import { toLine } from "./printable.ts";
import { redactSession } from "./sessions-list.ts";
import { addSettingFlags, requireSettings } from "./settings.ts";
import { readRow } from "./show.ts";

interface Options {
  readonly yes?: boolean;
  readonly json?: boolean;
}

/** Copies of a large store take their time. */
const patienceMs = 15 * 60_000;

/** `sessions forget`: a person is erased, and a receipt says from where. */
export function defineSessionsForget(sessions: Command, io: Io): void {
  const forget = sessions
    .command("forget <id>")
    .description("erase a person: all that is kept on them here, for good; prints a receipt")
    .option("--yes", "do not ask")
    .option("--json", "print the receipt as JSON")
    .addHelpText(
      "after",
      `
Erases the whole person, whichever of their sessions is named: ids, chats, messages and files, what waits for them, what
came in and is kept, in the store, in its log and in the copies beside it that migrations and restores have left. What is
pending or held for them is dropped. Staff who write in the chat afterwards are told that nobody gets it; a customer who
writes again begins anew. The receipt says what was erased and what is out of reach. Goes through serve if it runs, else to
the store itself.

Examples:
  whatsapp-bot sessions forget 3
  whatsapp-bot sessions forget 3 --yes --json > receipt.json`,
    );
  addSettingFlags(forget, ["store"], ["WA_DB_FILE"]).action(
    async (text: string, { yes = false, json = false }: Options) => {
      const id = toId(text);
      const { store } = requireSettings(forget, ["store"], io);
      const found = await readRow(id, store.file, {
        name: "sessions",
        read: (reader) => reader.session(id, { now: Date.now(), deliveries: 1 }),
      });
      if (!yes) await confirm(redactSession(found), io);
      const receipt = await withTicking(io, async () => {
        return (await askServe(store.file, id)) ?? (await forgetHere(store.file, id, io));
      });
      io.stdout.write(json ? `${JSON.stringify(receipt)}\n` : toText(receipt));
    },
  );
}

/** How far it is nobody can tell who waits for serve: the seconds show that it goes on. */
async function withTicking<T>(io: Io, work: () => Promise<T>): Promise<T> {
  const { createProgress } = await import("./progress.ts");
  const progress = createProgress(io, "Forgetting, seconds:");
  const begun = performance.now();
  const ticking = setInterval(() => {
    progress.at(Math.round((performance.now() - begun) / 1000), 0);
  }, 1000);
  try {
    return await work();
  } finally {
    clearInterval(ticking);
    progress.end();
  }
}

/** @throws OperatorError 2 where nobody can be asked, 1 where the answer is no */
async function confirm(session: SessionDetails, io: Io): Promise<void> {
  const { customer, deliveries_total: total, pending, held } = session;
  const who = [customer.name ?? customer.username, customer.phone].filter(Boolean).join(" ");
  const waits = pending + held > 0 ? `, ${pending} pending and ${held} held` : "";
  const question = `Erase ${toLine(who || (customer.user_id ?? ""))} for good (session ${session.id}, ${total} deliveries${waits})? [y/N] `;
  const answer = await io.ask(question);
  if (answer === null) {
    throw new OperatorError("Forget a person: nobody is at the terminal to confirm it", {
      code: "usage",
      exitCode: 2,
      hint: "put --yes",
    });
  }
  if (/^y(es)?$/i.test(answer.trim())) return;
  throw new OperatorError("nothing was erased", { code: "refused", exitCode: 1 });
}

/** Null where no `serve` runs. */
async function askServe(file: string, id: number): Promise<ForgetReceipt | null> {
  const { askOwner } = await import("../ledger/control/ask-owner.ts");
  const name = "sessions.forget";
  const answer = await askOwner(file, { name, given: id, timeoutMs: patienceMs });
  if (answer.kind === "absent") return null;
  if (isReceipt(answer.result)) return answer.result;
  throw new OperatorError(
    "Ask the running serve to forget a person: its answer is not understood",
    {
      code: "answer_unknown",
      exitCode: 1,
      hint: "it may be of another version: restart it, then look whether the session is still there",
    },
  );
}

function isReceipt(result: unknown): result is ForgetReceipt {
  return (
    typeof result === "object" && result !== null && "erased" in result && "not_reached" in result
  );
}

async function forgetHere(file: string, id: number, io: Io): Promise<ForgetReceipt> {
  const { openLedger } = await import("../ledger/ledger.ts");
  const { createLog } = await import("../ops/log.ts");
  const { forgetPerson } = await import("../app/forget.ts");
  const now = Date.now;
  const write = (line: string): void => io.stderr.write(line);
  const log = createLog({ level: "warn", format: "text", now, write });
  const ledger = await openLedger(file, { log, pid: io.pid });
  try {
    return await forgetPerson(id, {
      store: file,
      forget: (sessionId) => ledger.forget({ sessionId, at: now() }),
      purge: () => ledger.purge(),
      now,
    });
  } finally {
    await ledger.close();
  }
}

function toText({ sessions, forgotten_at: at, erased, ...receipt }: ForgetReceipt): string {
  const counts = Object.entries(erased)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `  ${words[name] ?? name}: ${count}`);
  const copies = receipt.copies.map(({ path, result }) => `  ${path}: ${results[result]}`);
  return `${[
    `Erased at ${at}: sessions ${sessions.join(", ")}, one person`,
    ...counts,
    ...(copies.length > 0 ? ["Copies beside the store:", ...copies] : []),
    ...(receipt.kept.length > 0 ? ["Kept:", ...receipt.kept.map((line) => `  ${line}`)] : []),
    "Out of reach from here:",
    ...receipt.not_reached.map((line) => `  ${line}`),
  ].join("\n")}\n`;
}

const words: Readonly<Record<string, string>> = {
  deliveries: "deliveries, all directions",
  pending: "of them dropped while they waited",
  sending: "of them on their way at that moment",
  held: "of them dropped while they were held",
  failed: "of them failed ones, with their texts",
  identities: "numbers and user ids",
  dead_letters: "dead letters",
  notifications: "raw notifications",
  notifications_rewritten: "raw notifications that hold others too, rewritten without the person",
  receipts: "parked receipts",
  elsewhere: "traces in what belongs to others",
  files: "files on their way",
};

const results = {
  rewritten: "rewritten without the person",
  untouched: "the person is not in it",
  deleted: "deleted, since it could not be read or was left over",
} as const;
