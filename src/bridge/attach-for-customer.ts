import type { DeliveryPorts } from "./delivery-ports.ts";
import type { NewDelivery, Outcome, Taken } from "./delivery.ts";
import { DeliveryError, FileTooLargeError, FileWaitsError, toReason } from "./errors.ts";
import type { Outgoing } from "./message.ts";
import { toFailed } from "./outcome.ts";
import { mostFileTries } from "./retry.ts";
import { findExcess } from "./staff-file.ts";

/** What goes to the customer, and what staff are told if that is less than they wrote. */
export interface Ready {
  readonly message: Outgoing;
  readonly notice?: NewDelivery;
}

/** "Media upload error": it may pass, and may not. */
const uploadError = 131053;

/**
 * Brings a file of staff to WhatsApp. Where it cannot be had or is not taken, its caption goes alone, for these words are
 * nowhere else; without one that is the end of the delivery.
 */
export async function attachForCustomer(
  taken: Taken,
  outgoing: Extract<Outgoing, { kind: "file" }>,
  { files, profile, clock }: DeliveryPorts,
): Promise<Ready | Outcome> {
  const { delivery } = taken;
  const { file, caption, concerns } = outgoing;
  const { texts } = profile();
  function end(reason: string, text: string): Ready | Outcome {
    const failed = toFailed(delivery, { reason, text, isOfAll: false, now: clock.now(), texts });
    // Once the whole may have arrived the words may not go again.
    if (!caption || taken.inDoubt || !failed.notice) return failed;
    const message = { kind: "text", text: caption, ...(concerns && { concerns }) } as const;
    return { message, notice: failed.notice };
  }
  let size = 0;
  try {
    size = await files.fetch(delivery.id, file);
  } catch (error) {
    if (error instanceof FileTooLargeError) size = error.bytes;
    else if (!(error instanceof DeliveryError) || error instanceof FileWaitsError) throw error;
    else if (error.verdict === "permanent") {
      return end(toReason(error), texts.text("file.gone", { name: file.name }));
    } else {
      // Whatever it means for the team's side, WhatsApp is asked nothing less for it.
      const retryAfterMs = error.retryAfterMs ?? undefined;
      throw new DeliveryError(error.message, { verdict: "transient", retryAfterMs });
    }
  }
  const excess = findExcess(file, size);
  if (excess) return end("the file is too large", texts.text(excess.id, excess.values));
  try {
    const { id: mediaId } = await files.upload(delivery.id, "customer");
    return { message: { ...outgoing, mediaId } };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const less =
      error instanceof FileTooLargeError ? findExcess(file, size, error.mostBytes) : null;
    if (less) return end(toReason(error), texts.text(less.id, less.values));
    const isFutile = error.provider?.code === uploadError && delivery.attempts >= mostFileTries;
    if (error.verdict !== "permanent" && !isFutile) throw error;
    const reason = error.provider?.title ?? texts.text("none", {});
    return end(toReason(error), texts.text("file.refused", { name: file.name, reason }));
  }
}
