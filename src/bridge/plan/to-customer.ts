import { isCommand, runCommand, toRelayed } from "../commands/commands.ts";
import type { NewDelivery } from "../delivery.ts";
import type { Outgoing, Seen, StaffPost, Withdrawal } from "../message.ts";
import type { Known, PlannedWithdrawal } from "../planned.ts";
import { nobodysSessionId, type Session } from "../session.ts";
import { findExcess, takesCaption } from "../staff-file.ts";
import { toAnswer, toAnswerId, toNotice } from "../texts/notice.ts";
import { longestText, splitText } from "../texts/split.ts";
import type { Texts } from "../texts/texts.ts";
import { isWindowOpen } from "../window.ts";
import type { Book } from "./book.ts";
import type { PlanContext } from "./context.ts";
import { isKnownToBeHeld, toClosedText, toHeldNotice, toRefusedText } from "./hold.ts";
import { toAuthorship, toSignature } from "./signature.ts";
import { toUnsentText } from "./unsent.ts";

/** A post of staff goes to the customer, or is answered as a command. Posts of bots, ours too, are left. */
export function planPost(
  post: StaffPost,
  receivedAt: number,
  { book, context, known }: { book: Book; context: PlanContext; known: Known },
): void {
  const { author } = post;
  if (author.bot || author.uid === known.ownUid || book.isRepeat(post.id)) return;
  const session = book.sessionOfChat(post.tid);
  if (!session)
    return known.formerTids.includes(post.tid) ? tellDeleted(post, book, context) : undefined;
  if (isCommand(post.text)) {
    // A refused `/send` left only its answer; read again in the chat's history it must not be carried out after all.
    if (book.isRepeat(toAnswerId(post.id))) return;
    runCommand({ post, session, book, context, known });
  } else {
    const relayed = { ...post, text: toRelayed(post.text) };
    planMessages(relayed, session, { book, context, receivedAt });
  }
}

/** The conversation of the chat was deleted here: who writes there hears that nobody gets it. */
function tellDeleted({ id, tid }: StaffPost, book: Book, { texts, now }: PlanContext): void {
  if (book.isRepeat(toAnswerId(id))) return;
  const concerned = { sourceId: id, sessionId: nobodysSessionId, tid };
  book.add(toAnswer(concerned, { text: texts.text("chat.deleted", {}), createdAt: now }));
}

/** Somebody of the team has read a post: what the customer wrote up to it counts as read. */
export function planSeen(
  { tid, mid, reader }: Seen,
  { book, context, known }: { book: Book; context: PlanContext; known: Known },
): void {
  if (context.config.markRead !== "when_read" || reader.bot || reader.uid === known.ownUid) return;
  const session = book.sessionOfChat(tid);
  if (session) book.see(session, mid);
}

/** A post that staff took back; what it became is known to the ledger alone, and may be on its way this moment. */
export function planWithdrawal(
  { id: postId, tid }: Withdrawal,
  { book, context: { texts, now } }: { book: Book; context: PlanContext },
): PlannedWithdrawal | null {
  const session = book.sessionOfChat(tid);
  if (!session) return null;
  const concerned = { sourceId: postId, sessionId: session.id, tid };
  function toldAs(state: "sent" | "sending"): NewDelivery {
    const text = texts.text(`withdrawn.${state}`, {});
    return toNotice("withdrawn", concerned, { text, createdAt: now });
  }
  return { postId, at: now, notices: { sent: toldAs("sent"), sending: toldAs("sending") } };
}

function planMessages(
  post: StaffPost,
  session: Session,
  { book, context, receivedAt }: { book: Book; context: PlanContext; receivedAt: number },
): void {
  const { config, texts, now } = context;
  const open = isWindowOpen(session.windowExpiresAt, now);
  if (open && config.markRead === "when_answered") book.see(session, null);
  const signature = toSignature(post.author, config.staffSignature);
  const { messages, refusals } = toMessages(post, { signature, texts });
  const state = open ? "pending" : outside[config.outsideWindow];
  // What is kept is kept from now on, however late it is planned.
  const createdAt = state === "held" ? now : receivedAt;
  const isKnown = isKnownToBeHeld(book.held(session), now);
  const heldAs = state === "held" ? book.heldAs(session, post.id) : null;
  const of = messages.length > 1 && { of: messages.length };
  for (const [part, message] of messages.entries()) {
    const outgoing = { ...message, ...of };
    book.add(toCustomerDelivery(post, session, { part, outgoing, state, heldAs, createdAt }));
  }
  if (messages.length > 0) book.change(session, { lastAnsweredAt: now });
  if (refusals.length > 0) {
    const notice = { text: refusals.join("\n"), createdAt: now };
    book.add(toNotice("attachment", toConcerned(post, session), notice));
  }
  if (heldAs !== null && messages.length > 0 && !isKnown) {
    const why = toClosedText(session.windowExpiresAt, context);
    book.add(toHeldNotice(toConcerned(post, session), { why, texts, now, number: heldAs }));
  }
  if (state === "failed" && messages.length > 0) {
    const text = toRefusedText(session.windowExpiresAt, texts);
    book.add(toNotice("failed", toConcerned(post, session), { text, createdAt: now }));
  }
}

/** A post as messages: its signed text, unless the first file takes it as its caption, and everything that is attached. */
function toMessages(
  { text, parts = [], attachments }: StaffPost,
  { signature, texts }: { readonly signature: string; readonly texts: Texts },
): { readonly messages: readonly Message[]; readonly refusals: readonly string[] } {
  const excesses = parts.map((part) =>
    part.kind === "file" && part.size !== null ? findExcess(part.file, part.size) : null,
  );
  const fitting = parts.filter((_, index) => !excesses[index]);
  const [first] = fitting;
  const hasText = text.trim() !== "";
  const signed = `${signature ? text.trimEnd() : text}${signature}`;
  const isCaption = hasText && first?.kind === "file" && takesCaption(first.file, signed);
  const words = hasText && !isCaption ? signText(text, signature) : [];
  const refusals = excesses.flatMap((excess) =>
    excess ? texts.text(excess.id, excess.values) : [],
  );
  return {
    messages: [
      ...words.map((word) => ({ kind: "text", text: word }) as const),
      ...fitting.map((part) => {
        if (part.kind === "location") return part;
        const caption = isCaption && part === first && { caption: signed };
        return { kind: "file", file: part.file, ...caption } as const;
      }),
    ],
    refusals: attachments.length > 0 ? [...refusals, toUnsentText(texts, attachments)] : refusals,
  };
}

/** The parts of a text, the last of them signed. */
function signText(text: string, signature: string): readonly string[] {
  const parts = splitText(text, longestText - signature.length);
  const last = parts.at(-1) ?? "";
  return signature ? [...parts.slice(0, -1), `${last.trimEnd()}${signature}`] : parts;
}

const outside = { hold: "held", refuse: "failed" } as const;

type Message = Extract<Outgoing, { kind: "text" | "file" | "location" }>;

function toCustomerDelivery(
  post: StaffPost,
  session: Session,
  facts: {
    part: number;
    outgoing: Message;
    state: NewDelivery["state"];
    heldAs: number | null;
    createdAt: number;
  },
): NewDelivery {
  const { outgoing } = facts;
  return {
    sessionId: session.id,
    side: "customer",
    sourceId: post.id,
    part: facts.part,
    kind: outgoing.kind === "file" ? outgoing.file.kind : outgoing.kind,
    outgoing: {
      ...outgoing,
      ...(facts.part === 0 && post.replyTo !== undefined && { concerns: post.replyTo }),
    },
    state: facts.state,
    reason: facts.state === "pending" ? null : "window closed",
    createdAt: facts.createdAt,
    tid: post.tid,
    heldAs: facts.heldAs,
    ...toAuthorship(post),
  };
}

function toConcerned(post: StaffPost, session: Session): Parameters<typeof toNotice>[1] {
  return { sourceId: post.id, sessionId: session.id, tid: post.tid };
}
