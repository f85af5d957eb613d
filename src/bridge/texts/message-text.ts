import type { Content, CustomerMessage, Echo, ProviderError } from "../message.ts";
import { toContentText } from "./content-text.ts";
import type { Texts } from "./texts.ts";

/** What stands in the chat for a message: its content, and in square brackets what WhatsApp tells beside it. */
export function toMessageText(texts: Texts, message: CustomerMessage | Echo): string {
  const { content, forwarded, ad, product, errors = [] } = message;
  const lines = [
    message.kind === "echo" && texts.text("mark.app", {}),
    message.kind === "message" && message.inGroup && texts.text("mark.group", {}),
    forwarded === "once" && texts.text("mark.forwarded", {}),
    forwarded === "often" && texts.text("mark.forwarded-often", {}),
    toContentText(texts, content),
    ad !== undefined && texts.text("mark.ad", { ad: toLine(ad) || texts.text("none", {}) }),
    product !== undefined && texts.text("mark.product", { product: toLine(product) }),
    ...errors
      .filter((error) => !isSaidAnyway(error, content))
      .map(({ code, title }) => texts.text("mark.error", { title, code: code ?? "?" })),
  ];
  return lines.filter(Boolean).join("\n");
}

/** These only say that the kind is not supported. */
const unsupportedCodes: ReadonlySet<number | null> = new Set([501, 131051]);

function isSaidAnyway({ code }: ProviderError, { kind }: Content): boolean {
  return kind === "unsupported" && unsupportedCodes.has(code);
}

const longestLine = 200;

/** Words from elsewhere within a line of ours. */
function toLine(words: string): string {
  const line = words.replace(/\s+/g, " ").trim();
  return line.length > longestLine ? `${line.slice(0, longestLine).toWellFormed()}…` : line;
}
