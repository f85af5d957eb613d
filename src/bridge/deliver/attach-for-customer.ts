import type { NewDelivery, Outcome, Taken } from "../delivery.ts";
import { DeliveryError, FileTooLargeError, FileWaitsError, toReason } from "../errors.ts";
import type { Outgoing, StaffFile } from "../message.ts";
import { findExcess } from "../staff-file.ts";
import { toFailed } from "./outcome.ts";
import type { DeliveryPorts } from "./ports.ts";
import { mostFileTries } from "./retry.ts";

/** What goes to the customer, and what staff are told if that is less than they wrote. */
export interface Ready {
  readonly message: Outgoing;
  readonly notice?: NewDelivery;
}

/** "Media upload error": it may pass, and may not. */
const uploadError = 131053;

type FileMessage = Extract<Outgoing, { kind: "file" }>;
type TemplateMessage = Extract<Outgoing, { kind: "template" }>;

/**
 * Brings the file of a message to WhatsApp, if it has one. Where it cannot be had or is not taken, its caption goes alone,
 * for these words are nowhere else; without one, and for a template, that is the end of the delivery.
 */
export async function attachForCustomer(
  taken: Taken,
  outgoing: Exclude<Outgoing, { kind: "post" }>,
  ports: DeliveryPorts,
): Promise<Ready | Outcome> {
  if (outgoing.kind === "file") return attachFile(taken, outgoing, ports);
  if (outgoing.kind === "template") return attachHeader(taken, outgoing, ports);
  return { message: outgoing };
}

async function attachFile(
  taken: Taken,
  outgoing: FileMessage,
  ports: DeliveryPorts,
): Promise<Ready | Outcome> {
  const { file, caption, concerns } = outgoing;
  const brought = await bring(taken, file, ports);
  if ("mediaId" in brought) return { message: { ...outgoing, ...brought } };
  const failed = toEnd(taken, brought, ports);
  // Once the whole may have arrived the words may not go again.
  if (!caption || taken.inDoubt || !failed.notice) return failed;
  const message = { kind: "text", text: caption, ...(concerns && { concerns }) } as const;
  return { message, notice: failed.notice };
}

async function attachHeader(
  taken: Taken,
  outgoing: TemplateMessage,
  ports: DeliveryPorts,
): Promise<Ready | Outcome> {
  const { header } = outgoing;
  if (header?.kind !== "file") return { message: outgoing };
  const brought = await bring(taken, header.file, ports);
  if (!("mediaId" in brought)) return toEnd(taken, brought, ports);
  return { message: { ...outgoing, header: { ...header, ...brought } } };
}

/** Why WhatsApp has no file, for operators and for staff. */
interface Missing {
  readonly reason: string;
  readonly text: string;
}

function toEnd(
  { delivery }: Taken,
  missing: Missing,
  { profile, clock }: DeliveryPorts,
): ReturnType<typeof toFailed> {
  const { texts } = profile();
  return toFailed(delivery, { ...missing, isOfAll: false, now: clock.now(), texts });
}

async function bring(
  { delivery }: Taken,
  file: StaffFile,
  { files, profile }: DeliveryPorts,
): Promise<{ readonly mediaId: string } | Missing> {
  const { texts } = profile();
  let size = 0;
  try {
    size = await files.fetch(delivery.id, file);
  } catch (error) {
    if (error instanceof FileTooLargeError) size = error.bytes;
    else if (!(error instanceof DeliveryError) || error instanceof FileWaitsError) throw error;
    else if (error.verdict === "permanent") {
      return { reason: toReason(error), text: texts.text("file.gone", { name: file.name }) };
    } else {
      // Whatever it means for the team's side, WhatsApp is asked nothing less for it.
      const retryAfterMs = error.retryAfterMs ?? undefined;
      throw new DeliveryError(error.message, { verdict: "transient", retryAfterMs });
    }
  }
  const excess = findExcess(file, size);
  if (excess) {
    return { reason: "the file is too large", text: texts.text(excess.id, excess.values) };
  }
  try {
    const { id: mediaId } = await files.upload(delivery.id, "customer");
    return { mediaId };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const less =
      error instanceof FileTooLargeError ? findExcess(file, size, error.mostBytes) : null;
    if (less) return { reason: toReason(error), text: texts.text(less.id, less.values) };
    const isFutile = error.provider?.code === uploadError && delivery.attempts >= mostFileTries;
    if (error.verdict !== "permanent" && !isFutile) throw error;
    const reason = error.provider?.title ?? texts.text("none", {});
    const text = texts.text("file.refused", { name: file.name, reason });
    return { reason: toReason(error), text };
  }
}
