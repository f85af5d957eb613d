import { findNearest } from "../nearest.ts";
import { toAnswer } from "../notice.ts";
import type { Asked, Command } from "./command.ts";
import { cancel, held } from "./held.ts";
import { info } from "./info.ts";
import { send } from "./send.ts";
import { templates } from "./templates.ts";

const commands: Readonly<Record<string, Command>> = {
  "/help": ({ context }) => context.texts.text("help", {}),
  "/info": info,
  "/templates": templates,
  "/send": send,
  "/held": held,
  "/cancel": cancel,
};

/** A command begins at the very start of a post; such a post is never relayed. */
export function isCommand(text: string): boolean {
  return text.startsWith("/");
}

/** Whether what is attached to a command belongs to it, and not to the customer. */
export function takesAttachments(text: string): boolean {
  return toWord(text.trim()) === "/send";
}

/** Carries a command out; one that is not known is answered with the nearest that is. */
export function runCommand(asked: Omit<Asked, "rest">): void {
  const { post, session, book, context } = asked;
  const text = post.text.trim();
  const word = toWord(text);
  const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
  const answer = command
    ? command({ ...asked, rest: text.slice(word.length).trim() })
    : refuse(word, asked);
  if (answer === null) return;
  const concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  book.add(toAnswer(concerned, { text: answer, createdAt: context.now }));
}

function toWord(text: string): string {
  const [written = ""] = text.split(/\s/, 1);
  return written.toLowerCase();
}

function refuse(command: string, { context: { texts } }: Pick<Asked, "context">): string {
  const nearest = findNearest(command, Object.keys(commands));
  return nearest
    ? texts.text("command.unknown", { command, nearest })
    : texts.text("command.unknown.plain", { command });
}
