import { findNearest } from "../texts/nearest.ts";
import { toAnswer, toNotice } from "../texts/notice.ts";
import { close } from "./close.ts";
import type { Asked, Command } from "./command.ts";
import { cancel, held } from "./held.ts";
import { info } from "./info.ts";
import { note } from "./note.ts";
import { retry } from "./retry.ts";
import { send } from "./send.ts";
import { templates } from "./templates.ts";

const commands: Readonly<Record<string, Command>> = {
  "/help": ({ context }) => context.texts.text("help", {}),
  "/info": info,
  "/templates": templates,
  "/send": send,
  "/held": held,
  "/cancel": cancel,
  "/retry": retry,
  "/note": note,
  "/close": close,
};

/** Whose business it is what is attached to them. */
const keepsAttached: ReadonlySet<Command> = new Set([note, send]);

/** White space and signs that nobody sees: a blank before the slash is a slip, and no reason to relay what follows. */
const unseen = String.raw`^[\s\p{Cf}\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]*`;
/** What people take for a slash, or get from their keyboards for one. */
const slash = "[/\uFF0F\u2044\u2215]";
const commandStart = new RegExp(`${unseen}${slash}(?!${slash})`, "u");
const escapedStart = new RegExp(`(${unseen})${slash}(${slash})`, "u");
const unseenStart = new RegExp(unseen, "u");

/** A command begins at the very start of a post; such a post is never relayed. Two slashes begin no command. */
export function isCommand(text: string): boolean {
  return commandStart.test(text);
}

/** The words of a post that is no command: of two slashes at its start one goes. */
export function toRelayed(text: string): string {
  return text.replace(escapedStart, "$1$2");
}

/** Carries a command out; one that is not known is answered with the nearest that is. */
export function runCommand(asked: Omit<Asked, "rest">): void {
  const { post, session, book, context } = asked;
  const text = post.text.replace(unseenStart, "").trimEnd();
  const [written = ""] = text.split(/\s/, 1);
  const word = `/${written.slice(1).toLowerCase()}`;
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  const answer = command
    ? command({ ...asked, rest: text.slice(written.length).trim() })
    : refuse(word, asked);
  const concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  if (answer !== null) book.add(toAnswer(concerned, { text: answer, createdAt: context.now }));
  if ((command && keepsAttached.has(command)) || !(post.parts ?? post.attachments[0])) return;
  const notice = { text: context.texts.text("attachment.command", {}), createdAt: context.now };
  book.add(toNotice("attachment", concerned, notice));
}

function refuse(command: string, { context: { texts } }: Pick<Asked, "context">): string {
  const nearest = findNearest(command, Object.keys(commands));
  return nearest
    ? texts.text("command.unknown", { command, nearest })
    : texts.text("command.unknown.plain", { command });
}
