import { createOperator, type Operator, type Verdicts } from "../bridge/operator.ts";
import { createTexts } from "../bridge/texts/texts.ts";
import { openLedger } from "../ledger/ledger.ts";
import { openReader } from "../ledger/reader.ts";
import { createLog } from "../ops/log.ts";
import type { Settings } from "../settings/settings.ts";
import type { Io } from "./io.ts";

/**
 * Decides on rows of a store that nobody holds; what there is to deliver then waits for `serve`.
 * @throws OperatorError 73 if somebody holds it by now, or it cannot be written
 */
export async function decideAlone(
  name: keyof Operator,
  ids: readonly number[],
  { settings, io }: { settings: Pick<Settings, "store" | "chat">; io: Io },
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
    const texts = createTexts(settings.chat);
    return await createOperator({ ledger, now, texts: () => texts, relay: null })[name](ids);
  } finally {
    await ledger.close();
  }
}

/** Opening the ledger would make the store. */
async function exists(file: string): Promise<boolean> {
  const reader = await openReader(file);
  reader.close();
  return reader.exists;
}
