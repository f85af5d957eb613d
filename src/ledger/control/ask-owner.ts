import { platform, tmpdir } from "node:os";

import { OperatorError } from "../../bridge/errors.ts";
import { findStore } from "../find-store.ts";
import { askControl, type ControlQuestion } from "./control.ts";
import { toSocketPath } from "./lock.ts";
import { toOperatorError } from "./trouble.ts";

/** What came of asking whoever runs on a store. */
export type OwnerAnswer =
  | { readonly kind: "answered"; readonly pid: number | null; readonly result: unknown }
  /** Nobody holds the store, or there is none. */
  | { readonly kind: "absent" };

/**
 * Asks the process that holds a store to do something.
 * @throws OperatorError as the owner declined, or 73 if somebody holds the store and does not answer in time
 */
export async function askOwner(path: string, question: ControlQuestion): Promise<OwnerAnswer> {
  const store = findStore(path);
  if (store === null) return { kind: "absent" };
  const socket = toSocketPath(store, { platform: platform(), tempFolder: tmpdir });
  const answer = await askControl(socket, question);
  if (answer.kind === "answered") return answer;
  if (answer.kind === "declined") throw toOperatorError(answer.trouble);
  if (answer.kind !== "silent") return { kind: "absent" };
  throw new OperatorError(
    `Ask the whatsapp-bot that holds the session store "${store}": it does not answer`,
    {
      code: "owner_silent",
      exitCode: 73,
      hint: "it may be hanging or very busy; a command must run as the same user as serve",
    },
  );
}
