import { redactPhones } from "../bridge/identity.ts";
import type { Aside, ProviderError, Receipt, ReceiptState } from "../bridge/message.ts";
import type { WireError, WireStatus } from "./payload.ts";
import { toTime } from "./time.ts";
import { toWireName } from "./wire-name.ts";

const states: Readonly<Record<string, ReceiptState>> = {
  sent: "sent",
  delivered: "delivered",
  read: "read",
  played: "played",
  failed: "failed",
  deleted: "deleted",
};

/** A receipt; what is none of a message's (of a payment), or of a state that is not known (yet), is put aside. */
export function toReceipt(status: WireStatus): Receipt | Aside {
  const state = Object.hasOwn(states, status.status ?? "")
    ? states[status.status ?? ""]
    : undefined;
  if (!state || (status.type ?? "message") !== "message") {
    return { kind: "aside", reason: `receipt ${toWireName(status.status) ?? "of no known state"}` };
  }
  const [error] = status.errors ?? [];
  return {
    kind: "receipt",
    messageId: status.id,
    state,
    at: toTime(status.timestamp),
    ...(status.biz_opaque_callback_data && { reference: status.biz_opaque_callback_data }),
    ...(state === "failed" && error && { error: toProviderError(error) }),
  };
}

/** Code and title only: `details` may quote the message. */
export function toProviderError({ code, title, message }: WireError): ProviderError {
  const words = (title ?? message ?? "").replace(/^\(#\d+\) /, "");
  const plain = redactPhones(words.replace(/[\p{Cc}\s]+/gu, " ").trim()).slice(0, 160);
  return { code: code ?? null, title: (plain || "no title given").toWellFormed() };
}
