import { fillOffered } from "../plan/send-template.ts";
import { toAuthorship } from "../plan/signature.ts";
import { offerTemplates, type Offered } from "../plan/templates.ts";
import type { Asked } from "./command.ts";

/** Sends a template; the answer comes with WhatsApp's, unless nothing can be sent. */
export function send({ post, session, rest, book, context, known }: Asked): string | null {
  const { texts } = context;
  const offered = offerTemplates(known.templates, context);
  if (!offered) return texts.text("templates.unavailable", {});
  const [number = ""] = rest.split(/\s/, 1);
  const chosen = offered.find((template) => String(template.number) === number);
  if (!chosen) return texts.text("send.usage", { count: offered.filter(isThere).length });
  if (!isThere(chosen)) return texts.text("send.gone", { number: chosen.number });
  if (chosen.beyond !== undefined) return texts.text("send.more", { number: chosen.number });
  const filled = fillOffered(chosen, { values: rest.slice(number.length), post, texts });
  if (!("kind" in filled)) return [texts.text("send.nothing", {}), ...filled].join(" ");
  book.add({
    sessionId: session.id,
    side: "customer",
    sourceId: post.id,
    part: 0,
    kind: "template",
    outgoing: filled,
    state: "pending",
    reason: null,
    createdAt: context.now,
    tid: post.tid,
    ...toAuthorship(post),
  });
  book.change(session, { lastAnsweredAt: context.now });
  return null;
}

function isThere({ available }: Offered): boolean {
  return available;
}
