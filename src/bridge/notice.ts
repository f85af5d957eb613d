import type { NewDelivery } from "./ports.ts";

/** What a notice tells of; it is told once for one post of staff, however many parts that had. */
export type NoticeKind = "accepted" | "delivered" | "failed" | "attachment";

/** The post of staff that a notice or an answer is about. */
export interface Concerned {
  /** Its `mid`. */
  readonly sourceId: string;
  readonly sessionId: number | null;
  readonly tid: string | null;
}

/** A post in the chat that replies to the very post it is about. */
export function toNotice(
  kind: NoticeKind,
  concerned: Concerned,
  notice: { readonly text: string; readonly createdAt: number },
): NewDelivery {
  return toTeamDelivery(kind, concerned, { ...notice, replyTo: concerned.sourceId });
}

/** The answer to a command. */
export function toAnswer(
  concerned: Concerned,
  answer: { readonly text: string; readonly createdAt: number },
): NewDelivery {
  return toTeamDelivery("answer", concerned, answer);
}

function toTeamDelivery(
  kind: NoticeKind | "answer",
  { sourceId, sessionId, tid }: Concerned,
  post: { readonly text: string; readonly createdAt: number; readonly replyTo?: string },
): NewDelivery {
  const { text, createdAt, replyTo } = post;
  return {
    sessionId,
    side: "team",
    sourceId: `${kind}:${sourceId}`,
    part: 0,
    kind: kind === "answer" ? "answer" : "notice",
    outgoing: { kind: "post", text, ...(replyTo && { replyTo }), ...(tid && { tid }) },
    state: "pending",
    reason: null,
    createdAt,
    tid: null,
  };
}
