import { lateFileKind, type NewDelivery, type Outcome, type Taken } from "../delivery.ts";
import { DeliveryError, FileWaitsError, toReason } from "../errors.ts";
import { toTrace } from "../log/trace.ts";
import type { CustomerFile, Outgoing } from "../message.ts";
import type { PostedFile } from "../ports.ts";
import { toNotice } from "../texts/notice.ts";
import { toPlaceholderText } from "../texts/placeholder.ts";
import type { Texts } from "../texts/texts.ts";
import type { DeliveryPorts } from "./ports.ts";
import { mostFileTries } from "./retry.ts";

export type Post = Extract<Outgoing, { kind: "post" }>;

/** What is posted of a message with a file. */
export interface Attached {
  readonly text: string;
  readonly file?: PostedFile;
  /** The file is still to come. */
  readonly isLate: boolean;
}

const minuteMs = 60_000;
const accountWaitMs = 10 * minuteMs;

/** The texts under which a message with a file may stand in the chat. */
export function toForms({ text, file }: Post, texts: Texts): readonly Attached[] {
  const whole = { text, isLate: false };
  if (!file) return [whole];
  return [
    whole,
    toForm("file.later", { text, file }, texts),
    toForm("file.lost", { text, file }, texts),
  ];
}

/**
 * Brings a message's file to the team. A message does not wait for its file: one that cannot be fetched is named in its
 * place, and follows if there is hope.
 */
export async function attach(taken: Taken, post: Post, ports: DeliveryPorts): Promise<Attached> {
  const { text, file } = post;
  if (!file) return { text, isLate: false };
  const { delivery } = taken;
  const { texts } = ports.profile();
  try {
    await ports.files.fetch(delivery.id, file);
  } catch (error) {
    const failure = expectDeliveryError(error);
    tell(taken, failure, ports);
    const isLate = failure.verdict !== "permanent";
    return toForm(isLate ? "file.later" : "file.lost", { text, file }, texts);
  }
  try {
    const { id, size } = await ports.files.upload(delivery.id, "team");
    const { kind, name, mimeType } = file;
    return { text, file: { kind, name, mimeType, assetId: id, size }, isLate: false };
  } catch (error) {
    const failure = expectDeliveryError(error);
    if (failure.verdict !== "permanent") throw failure;
    tell(taken, failure, ports);
    return toForm("file.lost", { text, file }, texts);
  }
}

/** The file that follows a message, as a reply to the post that stands for it. */
export function toLateFile(
  { delivery }: Taken,
  post: Post,
  { mid, now }: { readonly mid: string; readonly now: number },
): NewDelivery {
  const { file, displayName } = post;
  return {
    sessionId: delivery.sessionId,
    side: "team",
    sourceId: `file:${delivery.sourceId}`,
    part: delivery.part,
    kind: lateFileKind,
    standsFor: delivery.sourceId,
    outgoing: {
      kind: "post",
      text: "",
      ...(file && { file }),
      ...(displayName && { displayName }),
      replyTo: mid,
    },
    state: "pending",
    reason: null,
    createdAt: now,
    tid: null,
  };
}

/**
 * Fetches a file that follows its message.
 * @returns how its delivery ends if it cannot be had; null if it is here
 * @throws DeliveryError `transient` while there is hope
 */
export async function fetchLate(
  { delivery }: Taken,
  file: CustomerFile,
  ports: DeliveryPorts,
): Promise<Outcome | null> {
  try {
    await ports.files.fetch(delivery.id, file);
    return null;
  } catch (error) {
    const failure = expectDeliveryError(error);
    if (failure instanceof FileWaitsError) throw failure;
    const { message, retryAfterMs } = failure;
    // Of the account, not of the file: once an operator has set that right it can be had.
    if (failure.verdict === "account")
      throw new FileWaitsError(message, retryAfterMs ?? accountWaitMs);
    // The message's own attempt was the first.
    if (failure.verdict === "permanent" || delivery.attempts + 1 >= mostFileTries) {
      return toLost(delivery, file, { failure, ports });
    }
    // Whatever it means for 360dialog, the team is asked nothing less for it.
    throw new DeliveryError(failure.message, {
      verdict: "transient",
      retryAfterMs: Math.max(failure.retryAfterMs ?? 0, minuteMs * 4 ** (delivery.attempts - 1)),
    });
  }
}

function toLost(
  delivery: Taken["delivery"],
  file: CustomerFile,
  { failure, ports }: { failure: DeliveryError; ports: DeliveryPorts },
): Outcome {
  const { text } = toForm("file.lost", { text: "", file }, ports.profile().texts);
  const at = ports.clock.now();
  const post = delivery.outgoing?.kind === "post" ? delivery.outgoing : null;
  const concerned = { ...delivery, tid: null };
  const notice = toNotice("failed", concerned, { text, createdAt: at });
  return {
    kind: "failed",
    deliveryId: delivery.id,
    reason: toReason(failure),
    at,
    notice: {
      ...notice,
      outgoing: { kind: "post", text, ...(post?.replyTo && { replyTo: post.replyTo }) },
    },
  };
}

function toForm(
  id: "file.later" | "file.lost",
  { text, file }: { text: string; file: CustomerFile },
  texts: Texts,
): Attached {
  const placeholder = toPlaceholderText(
    texts,
    { what: file.kind, label: file.name, caption: text },
    id,
  );
  return { text: placeholder, isLate: id === "file.later" };
}

function tell({ delivery }: Taken, failure: DeliveryError, { log }: DeliveryPorts): void {
  log.info("file not relayed", {
    trace: toTrace(delivery.sourceId),
    delivery: delivery.id,
    verdict: failure.verdict,
    code: failure.provider?.code ?? null,
    reason: failure.why,
  });
}

function expectDeliveryError(error: unknown): DeliveryError {
  if (error instanceof DeliveryError) return error;
  throw error;
}
