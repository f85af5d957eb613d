import type { ProviderError } from "../message.ts";
import { findMeaning } from "./provider-codes.ts";
import type { Texts } from "./texts.ts";

/** Why a message to the customer was not delivered, in plain words with a way out; of an unknown code the provider's own title. */
export function toFailureText(texts: Texts, error: ProviderError | null): string {
  const code = error?.code ?? null;
  const meaning = code === null ? null : findMeaning(code);
  if (code !== null && meaning) return texts.text(meaning.text, { code });
  const reason = error?.title.trim();
  return reason ? texts.text("failed.refused", { reason }) : texts.text("failed.unknown", {});
}

/** Whether a failure is of the customer or the account: then all that is sent to them meets it. */
export function isOfAll(error: ProviderError | null): boolean {
  const code = error?.code ?? null;
  if (code === null) return error === null;
  return findMeaning(code)?.isOfAll ?? false;
}

/** Whether WhatsApp counts the window as closed. */
export function isOfWindow({ code }: ProviderError): boolean {
  return code !== null && findMeaning(code)?.verdict === "window";
}
