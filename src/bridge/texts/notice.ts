import type { Delivery, NewDelivery } from "../delivery.ts";
import type { Texts } from "./texts.ts";

/** What a notice tells of; it is told once for one post of staff, unless it is about one part of it. */
export type NoticeKind =
  | "accepted"
  | "delivered"
  | "failed"
  | "held"
  | "expired"
  | "late"
  | "attachment"
  | "close"
  | "note"
  | "recovered"
  | "withdrawn";

/** The post of staff that a notice or an answer is about. */
export interface Concerned {
  /** Its `mid`. */
  readonly sourceId: string;
  readonly sessionId: number | null;
  readonly tid: string | null;
  /** Whoever has it tried again hears of it again. */
  readonly renewedAt?: number | null;
}

/** A post in the chat that replies to the very post it is about. */
export function toNotice(
  kind: NoticeKind,
  concerned: Concerned,
  { part, ...notice }: Notice,
): NewDelivery {
  const { sourceId, renewedAt } = concerned;
  const post = { ...notice, kind: "notice" as const, replyTo: sourceId };
  const which = [
    sourceId,
    ...(part === undefined ? [] : [part]),
    ...(renewedAt ? [renewedAt] : []),
  ];
  return toTeamDelivery(`${kind}:${which.join(":")}`, concerned, {
    ...post,
    isVital: kind === "failed" || kind === "expired" || kind === "held",
  });
}

interface Notice {
  readonly text: string;
  readonly createdAt: number;
  /** The one part that it is about, counted from 0. */
  readonly part?: number;
}

/** Tells why a message was not delivered; of one of several that a post became, which one, unless it is true of all. */
export function toFailedNotice(
  delivery: PartOfPost,
  { isOfAll, ...notice }: { text: string; createdAt: number; isOfAll: boolean },
  texts: Texts,
): NewDelivery {
  return isOfAll
    ? toNotice("failed", delivery, notice)
    : toPartNotice("failed", delivery, { ...notice, texts });
}

/** Tells that what had failed was delivered after all. */
export function toDeliveredNotice(
  delivery: PartOfPost,
  createdAt: number,
  texts: Texts,
): NewDelivery {
  const text = texts.text("retry.delivered", {});
  return toPartNotice("recovered", delivery, { text, createdAt, texts });
}

type PartOfPost = Pick<Delivery, "part" | "outgoing"> & Concerned;

function toPartNotice(
  kind: NoticeKind,
  delivery: PartOfPost,
  { texts, ...notice }: { text: string; createdAt: number; texts: Texts },
): NewDelivery {
  const { part, outgoing } = delivery;
  const count = outgoing && "of" in outgoing ? outgoing.of : undefined;
  if (count === undefined) return toNotice(kind, delivery, notice);
  const which = texts.text("part", { part: part + 1, count });
  return toNotice(kind, delivery, { ...notice, text: `${which} ${notice.text}`, part });
}

/** A post that is about the conversation itself, in the session's chat or in `tid`. */
export function toNoticeIn(
  { id: sessionId }: { readonly id: number },
  notice: {
    readonly sourceId: string;
    readonly text: string;
    readonly createdAt: number;
    readonly tid?: string;
  },
): NewDelivery {
  const { sourceId, text, createdAt, tid = null } = notice;
  return toTeamDelivery(
    sourceId,
    { sourceId, sessionId, tid },
    { kind: "notice", text, createdAt },
  );
}

/** The source id of the answer to a command: where it is known, the command was carried out before. */
export function toAnswerId(commandId: string): string {
  return `answer:${commandId}`;
}

/** A post that replies to nothing: who typed a command sees the answer below it. Planned again it is the same one. */
export function toAnswer(
  concerned: Concerned,
  answer: { readonly text: string; readonly createdAt: number; readonly lists?: "templates" },
): NewDelivery {
  return toTeamDelivery(toAnswerId(concerned.sourceId), concerned, { ...answer, kind: "answer" });
}

function toTeamDelivery(
  sourceId: string,
  { sessionId, tid }: Concerned,
  post: {
    readonly kind: "notice" | "answer";
    readonly text: string;
    readonly createdAt: number;
    readonly replyTo?: string;
    readonly lists?: "templates";
    readonly isVital?: boolean;
  },
): NewDelivery {
  const { kind, text, createdAt, replyTo, lists, isVital } = post;
  return {
    sessionId,
    side: "team",
    sourceId,
    part: 0,
    kind,
    outgoing: {
      kind: "post",
      text,
      ...(replyTo && { replyTo }),
      ...(tid && { tid }),
      ...(lists && { lists }),
      ...(isVital && { isVital }),
    },
    state: "pending",
    reason: null,
    createdAt,
    tid: null,
  };
}
