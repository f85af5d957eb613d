import { readFileSync } from "node:fs";
import { resolve } from "node:path";

import { createOperator, type Operator, type Verdicts } from "../bridge/operator.ts";
import { createTexts, type Texts } from "../bridge/texts/texts.ts";
import { openLedger } from "../ledger/ledger.ts";
import { openReader } from "../ledger/reader.ts";
import { createLog } from "../ops/log.ts";
import { loadConfig } from "../settings/load-config.ts";
import type { Settings } from "../settings/settings.ts";
import type { Io } from "./io.ts";

/**
 * Decides on rows of a store that nobody holds; what there is to deliver then waits for `serve`.
 * @throws OperatorError 73 if somebody holds it by now, or it cannot be written
 */
export async function decideAlone(
  name: keyof Operator,
  ids: readonly number[],
  { settings, io }: { settings: Pick<Settings, "store" | "chat" | "configFile">; io: Io },
): Promise<Verdicts> {
  const { file } = settings.store;
  if (!(await exists(file))) {
    const reason = `there is no session store ${file} yet`;
    return { done: [], refused: ids.map((id) => ({ id, reason })) };
  }
  const now = Date.now;
  const write = (line: string): void => io.stderr.write(line);
  const log = createLog({ level: "warn", format: "text", now, write });
  const ledger = await openLedger(file, { log, pid: io.pid });
  try {
    let read: Texts | null = null;
    const texts = (): Texts => (read ??= readTexts(settings, io));
    return await createOperator({ ledger, now, texts, relay: null })[name](ids);
  } finally {
    await ledger.close();
  }
}

/** As `serve` would have them. Without a config that can be used they are the bot's own: that is no reason not to decide. */
function readTexts({ chat, configFile }: Pick<Settings, "chat" | "configFile">, io: Io): Texts {
  const file = resolve(io.cwd, configFile);
  const { config } = loadConfig(file, { readFile: readFileSync });
  if (!config)
    io.stderr.write(`${configFile} cannot be used: staff are told in the bot's own words\n`);
  return createTexts({ ...chat, overrides: config?.texts });
}

/** Opening the ledger would make the store. */
async function exists(file: string): Promise<boolean> {
  const reader = await openReader(file);
  reader.close();
  return reader.exists;
}
