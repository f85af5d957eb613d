import type { DeliveryPorts } from "./delivery-ports.ts";
import type { Outcome, Taken } from "./delivery.ts";
import { DeliveryError, FileTooLargeError, SpoolFullError, toReason } from "./errors.ts";
import type { StaffFile } from "./message.ts";
import { toFailed } from "./outcome.ts";
import { findExcess } from "./staff-file.ts";

/**
 * Brings a file of staff to WhatsApp.
 * @returns WhatsApp's id of it, or how the delivery ends where it cannot be had
 */
export async function attachForCustomer(
  { delivery }: Taken,
  file: StaffFile,
  { files, profile, clock }: DeliveryPorts,
): Promise<string | Outcome> {
  const { texts } = profile();
  const end = (reason: string, text: string): Outcome =>
    toFailed(delivery, { reason, text, now: clock.now() });
  let size = 0;
  try {
    size = await files.fetch(delivery.id, file);
  } catch (error) {
    if (error instanceof FileTooLargeError) size = error.bytes;
    else if (!(error instanceof DeliveryError) || error instanceof SpoolFullError) throw error;
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
  return (await files.upload(delivery.id, "customer")).id;
}
