import { LedgerWriteError, OperatorError } from "../bridge/errors.ts";
import type { Erased, ErasedCopy, Forgotten } from "../bridge/privacy.ts";
import { listSpooled, removeSpooled } from "../spool/spool.ts";

/** What erasing a person is told by, as `sessions forget --json` has it. Holds nothing by which the person is known. */
export interface ForgetReceipt {
  readonly session_id: number;
  /** All sessions that were this person's. */
  readonly sessions: readonly number[];
  readonly forgotten_at: string;
  readonly erased: Omit<Erased, "named"> & { readonly files: number };
  readonly copies: readonly ErasedCopy[];
  /** What is kept on purpose. */
  readonly kept: readonly string[];
  /** Where the person may still be found, since it is out of reach from here. */
  readonly not_reached: readonly string[];
}

export interface ForgetPorts {
  /** The store's path. */
  readonly store: string;
  readonly forget: (sessionId: number) => Promise<Forgotten | null>;
  /** Takes what was erased out of the store's files. */
  readonly purge: () => Promise<void>;
  readonly now: () => number;
}

/** Erases a person by one of their sessions. @throws OperatorError 1 for an unknown one, 73 where the disk does not take it */
export async function forgetPerson(
  sessionId: number,
  { store, forget, purge, now }: ForgetPorts,
): Promise<ForgetReceipt> {
  const folder = `${store}.files`;
  const spooled = listSpooled(folder);
  const done = await expectWritten(forget(sessionId), sessionId);
  if (!done) {
    throw new OperatorError(`Forget session ${sessionId}: there is none of that id`, {
      code: "not_found",
      exitCode: 1,
      hint: "whatsapp-bot sessions list --limit 0 shows all that there are",
    });
  }
  // Before what a full disk may keep from being done: nobody knows these files any more.
  removeSpooled(folder, done.deliveryIds);
  await expectWritten(purge(), sessionId);
  const { named, ...erased } = done.erased;
  const ids = new Set(done.deliveryIds);
  return {
    session_id: sessionId,
    sessions: done.sessionIds,
    forgotten_at: new Date(now()).toISOString(),
    erased: { ...erased, files: spooled.filter((id) => ids.has(id)).length },
    copies: done.copies,
    kept: toKept(erased),
    not_reached: toNotReached(erased, named),
  };
}

function toKept({ chats }: Pick<Erased, "chats">): string[] {
  if (chats === 0) return [];
  return [
    "a one-way digest of each chat's id, so that staff who write there are told that nobody gets it",
  ];
}

function toNotReached({ sending }: Pick<Erased, "sending">, named: number): string[] {
  return [
    "backups: files that whatsapp-bot backup, or anybody else, has copied",
    "Teamwire: the chat with its title and posts; delete it there",
    "360dialog and WhatsApp: what they keep of the conversation, and the customer's own phone",
    "this host's disk: what removed files leave in its free space until that is used again",
    "logs of this host: they hold session and delivery numbers and ends of message ids, no name, number or text",
    ...(named > 0
      ? [`${named} messages or notifications of other people that name the person's number`]
      : []),
    ...(sending > 0
      ? [`${sending} messages that were being sent at that moment: they may still arrive`]
      : []),
  ];
}

async function expectWritten<T>(written: Promise<T>, sessionId: number): Promise<T> {
  try {
    return await written;
  } catch (error) {
    if (!(error instanceof LedgerWriteError)) throw error;
    throw new OperatorError(`Forget session ${sessionId}: it is not finished (${error.message})`, {
      code: "store_unusable",
      exitCode: 73,
      hint:
        "see that the store's folder has room and may be written, then run it again; if it finds no such session by then, " +
        "only the old files were left, and they are written anew when serve starts, or within a day",
      cause: error,
    });
  }
}
