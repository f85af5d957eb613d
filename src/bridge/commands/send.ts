import type { NewDelivery } from "../delivery.ts";
import type { Offered } from "../templates.ts";
import type { Asked } from "./command.ts";
import { offer } from "./templates.ts";

/** Sends a template; the answer comes with WhatsApp's, unless nothing can be sent. */
export function send(asked: Asked): string | null {
  const { texts } = asked.context;
  const offered = offer(asked);
  if (!offered) return texts.text("templates.unavailable", {});
  const [number = ""] = asked.rest.split(/\s/, 1);
  const chosen = offered.find((template) => String(template.number) === number);
  if (!chosen) return texts.text("send.usage", { count: offered.filter(isThere).length });
  if (!isThere(chosen)) return texts.text("send.gone", { number: chosen.number });
  if (chosen.needsMore) return texts.text("send.more", { number: chosen.number });
  const given = toValues(asked.rest.slice(number.length), chosen);
  if (given.length !== chosen.parameters.length) {
    const counts = { expected: chosen.parameters.length, given: given.length };
    return texts.text("send.values", { number: chosen.number, ...counts });
  }
  asked.book.add(toDelivery(asked, chosen, given));
  return null;
}

function toDelivery(
  { post, session, context }: Asked,
  { number, name, language, namespace, parameters }: Offered,
  given: readonly string[],
): NewDelivery {
  return {
    sessionId: session.id,
    side: "customer",
    sourceId: post.id,
    part: 0,
    kind: "template",
    outgoing: {
      kind: "template",
      number,
      name,
      language,
      ...(namespace && { namespace }),
      parameters: parameters.map((parameter, index) => ({
        ...(!/^\d+$/.test(parameter) && { name: parameter }),
        text: given[index] ?? "",
      })),
      ...(post.replyTo !== undefined && { concerns: post.replyTo }),
    },
    state: "pending",
    reason: null,
    createdAt: context.now,
    tid: post.tid,
  };
}

/** The values after the number, separated by `|`; without any, those that the config fixes. */
function toValues(text: string, template: Offered): readonly string[] {
  if (!text.trim()) return template.fixed ?? [];
  return text.split("|").map((value) => value.trim());
}

function isThere({ available }: Offered): boolean {
  return available;
}
