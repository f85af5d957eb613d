import type { Content, Written } from "../bridge/message.ts";
import type { WireMessage } from "./payload.ts";
import { toProviderError } from "./receipt.ts";
import { toTime } from "./time.ts";

/** What is told of a message beside who wrote it. */
export function toWritten(message: WireMessage, content: Content): Written {
  const concerns = toConcerned(message);
  const { context, referral, errors = [] } = message;
  const forwarded = context?.frequently_forwarded ? "often" : context?.forwarded ? "once" : null;
  const product = context?.referred_product?.product_retailer_id;
  return {
    id: message.id,
    sentAt: toTime(message.timestamp),
    content,
    ...(concerns && { concerns }),
    ...(forwarded && { forwarded }),
    ...(referral && { ad: referral.headline || referral.body || referral.source_id || "" }),
    ...(product && { product }),
    ...(errors.length > 0 && { errors: errors.map(toProviderError) }),
  };
}

function toConcerned({ edit, revoke, reaction, context }: WireMessage): string | undefined {
  const original = edit?.original_message_id ?? revoke?.original_message_id;
  return original ?? reaction?.message_id ?? context?.id;
}
