/** The shapes of what a message may hold, and of what stands beside it, as far as they are read. */
import * as v from "valibot";

import { decimal, lenient, text, token } from "./lenient.ts";

export const location = v.object({
  latitude: lenient(decimal),
  longitude: lenient(decimal),
  name: lenient(text),
  address: lenient(text),
  url: lenient(text),
});

const phone = v.object({ phone: lenient(text), wa_id: lenient(token), type: lenient(text) });
const email = v.object({ email: lenient(text), type: lenient(text) });
const address = v.object({
  street: lenient(text),
  city: lenient(text),
  state: lenient(text),
  zip: lenient(text),
  country: lenient(text),
});

export const contactCard = v.object({
  name: lenient(
    v.object({
      formatted_name: lenient(text),
      first_name: lenient(text),
      last_name: lenient(text),
    }),
  ),
  org: lenient(
    v.object({ company: lenient(text), department: lenient(text), title: lenient(text) }),
  ),
  phones: lenient(v.array(v.fallback(phone, {}))),
  emails: lenient(v.array(v.fallback(email, {}))),
  addresses: lenient(v.array(v.fallback(address, {}))),
  urls: lenient(v.array(v.fallback(v.object({ url: lenient(text) }), {}))),
  birthday: lenient(text),
  origin: lenient(token),
});

const productItem = v.object({
  product_retailer_id: lenient(text),
  quantity: lenient(decimal),
  item_price: lenient(decimal),
  currency: lenient(token),
});

export const order = v.object({
  text: lenient(text),
  product_items: lenient(v.array(v.fallback(productItem, {}))),
});

export const interactive = v.object({
  type: lenient(token),
  button_reply: lenient(v.object({ title: lenient(text), id: lenient(text) })),
  list_reply: lenient(
    v.object({ title: lenient(text), description: lenient(text), id: lenient(text) }),
  ),
  nfm_reply: lenient(v.object({ body: lenient(text), response_json: v.optional(v.unknown()) })),
});

export const reaction = v.object({ message_id: lenient(token), emoji: lenient(text) });

/** The message that is quoted, or only that it was forwarded. */
export const context = v.object({
  id: lenient(token),
  forwarded: lenient(v.boolean()),
  frequently_forwarded: lenient(v.boolean()),
  referred_product: lenient(v.object({ product_retailer_id: lenient(text) })),
});

/** The ad or post by which the customer came. */
export const referral = v.object({
  headline: lenient(text),
  body: lenient(text),
  source_id: lenient(text),
});

export type WireLocation = v.InferOutput<typeof location>;
export type WireContactCard = v.InferOutput<typeof contactCard>;
export type WireOrder = v.InferOutput<typeof order>;
export type WireInteractive = v.InferOutput<typeof interactive>;
