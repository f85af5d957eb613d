import type { ProviderError } from "./message.ts";
import type { Texts } from "./texts/texts.ts";

/**
 * Why a message to the customer was not delivered, in plain words with a way out. Codes of both generations of the
 * WhatsApp API; one that says nothing to staff falls back to the provider's own title.
 */
export function toFailureText(texts: Texts, error: ProviderError | null): string {
  const code = error?.code ?? null;
  if (code !== null) {
    const plain = plainReasons.find(({ codes }) => codes.has(code));
    if (plain) return texts.text(plain.id, {});
    if (isTemplateCode(code)) return texts.text("failed.template", { code });
    if (isAccountCode(code)) return texts.text("failed.account", { code });
  }
  const reason = error?.title.trim();
  return reason ? texts.text("failed.refused", { reason }) : texts.text("failed.unknown", {});
}

/** Whether a failure is of the customer or the account: then all that is sent to them meets it. */
export function isOfAll(error: ProviderError | null): boolean {
  const code = error?.code ?? null;
  if (code === null) return error === null;
  return plainReasons.some(({ codes }) => codes.has(code)) || isAccountCode(code);
}

/** Whether WhatsApp counts the window as closed. */
export function isOfWindow({ code }: ProviderError): boolean {
  return code !== null && windowCodes.has(code);
}

const windowCodes: ReadonlySet<number> = new Set([131047, 470]);

const plainReasons = [
  { id: "failed.window", codes: windowCodes },
  { id: "failed.undeliverable", codes: new Set([131026, 1006, 1013]) },
  { id: "failed.country", codes: new Set([130497]) },
  { id: "failed.marketing", codes: new Set([131049, 130472, 472]) },
  { id: "failed.opted-out", codes: new Set([131050]) },
  {
    id: "failed.throttled",
    codes: new Set([4, 429, 471, 613, 1015, 80007, 130429, 131048, 131056, 131064, 133016]),
  },
  { id: "failed.fault", codes: new Set([1, 2, 500, 1014, 131000, 131016, 131057]) },
] as const;

/** Keys, rights, payment, registration, locks: only the operator of the account can repair these. */
const accountCodes: ReadonlySet<number> = new Set([
  0, 3, 10, 190, 368, 402, 1005, 131005, 131031, 131037, 131042, 131045, 133010,
]);

function isAccountCode(code: number): boolean {
  return accountCodes.has(code) || (code >= 200 && code <= 299);
}

function isTemplateCode(code: number): boolean {
  return (code >= 132000 && code <= 132999) || (code >= 2000 && code <= 2099);
}
