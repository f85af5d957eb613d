import type { NewDelivery, Progress } from "./delivery.ts";
import { redactPhone } from "./identity.ts";
import { toMessageInfo } from "./message-info.ts";
import type { StaffPost } from "./message.ts";
import { findNearest } from "./nearest.ts";
import { toAnswer, type Concerned } from "./notice.ts";
import type { PlanContext } from "./plan-context.ts";
import { toShortName, type Session } from "./session.ts";
import { offerTemplates, toTemplateList, type Offered } from "./templates.ts";
import { isWindowOpen } from "./window.ts";

type Templates = Parameters<typeof offerTemplates>[0];
type Context = PlanContext & {
  readonly templates: Templates;
  readonly progress: readonly Progress[];
};

const commands = ["/help", "/info", "/templates", "/send"] as const;

/** A command begins at the very start of a post; such a post is never relayed. */
export function isCommand(text: string): boolean {
  return text.startsWith("/");
}

/** The answer to a command, and what it sends to the customer. */
export function answerCommand(post: StaffPost, session: Session, context: Context): NewDelivery[] {
  const [word = "", ...rest] = post.text.trim().split(/\s+/);
  const values = post.text.trim().slice(word.length).trim();
  const command = word.toLowerCase();
  const { texts } = context;
  switch (command) {
    case "/help":
      return [answer(post, session, { context, text: texts.text("help", {}) })];
    case "/info":
      return [answer(post, session, { context, text: inform(post, session, context) })];
    case "/templates":
      return [answer(post, session, { context, text: toTemplateList(offer(context), texts) })];
    case "/send":
      return send(post, session, { context, number: rest[0] ?? "", values });
    default: {
      const nearest = findNearest(command, commands);
      const text = nearest
        ? texts.text("command.unknown", { command: word, nearest })
        : texts.text("command.unknown.plain", { command: word });
      return [answer(post, session, { context, text })];
    }
  }
}

/** About the message that `/info` replies to, or else about the conversation. */
function inform({ replyTo }: StaffPost, session: Session, context: Context): string {
  if (replyTo === undefined) return toInfo(session, context);
  const parts = context.progress.filter(({ mid }) => mid === replyTo);
  return toMessageInfo(parts, context.texts);
}

function toInfo(session: Session, { texts, now }: Context): string {
  const { customer, startedAt, lastReceivedAt, lastSentAt, windowExpiresAt } = session;
  const none = texts.text("none", {});
  return texts.text("info", {
    started: texts.time(startedAt),
    name: toShortName(customer) || (customer.username ? `@${customer.username}` : none),
    phone: customer.phone ? redactPhone(customer.phone) : none,
    received: lastReceivedAt === null ? none : texts.time(lastReceivedAt),
    sent: lastSentAt === null ? none : texts.time(lastSentAt),
    active: texts.text(isWindowOpen(windowExpiresAt, now) ? "yes" : "no", {}),
  });
}

function send(
  post: StaffPost,
  session: Session,
  { context, number, values }: { context: Context; number: string; values: string },
): NewDelivery[] {
  const { texts } = context;
  const offered = offer(context);
  const refuse = (text: string): NewDelivery[] => [answer(post, session, { context, text })];
  if (!offered) return refuse(texts.text("templates.unavailable", {}));
  const chosen = offered.find((template) => String(template.number) === number);
  if (!chosen) return refuse(texts.text("send.usage", { count: offered.filter(isThere).length }));
  if (!isThere(chosen)) return refuse(texts.text("send.gone", { number: chosen.number }));
  if (chosen.needsMore) return refuse(texts.text("send.more", { number: chosen.number }));
  const given = toValues(values.slice(number.length), chosen);
  if (given.length !== chosen.parameters.length) {
    const counts = { expected: chosen.parameters.length, given: given.length };
    return refuse(texts.text("send.values", { number: chosen.number, ...counts }));
  }
  return [
    {
      sessionId: session.id,
      side: "customer",
      sourceId: post.id,
      part: 0,
      kind: "template",
      outgoing: {
        kind: "template",
        number: chosen.number,
        name: chosen.name,
        language: chosen.language,
        ...(chosen.namespace && { namespace: chosen.namespace }),
        parameters: chosen.parameters.map((name, index) => ({
          ...(!/^\d+$/.test(name) && { name }),
          text: given[index] ?? "",
        })),
        ...(post.replyTo !== undefined && { concerns: post.replyTo }),
      },
      state: "pending",
      reason: null,
      createdAt: context.now,
      tid: post.tid,
    },
  ];
}

/** The values after the number, separated by `|`; without any, those that the config fixes. */
function toValues(text: string, template: Offered): readonly string[] {
  if (!text.trim()) return template.fixed ?? [];
  return text.split("|").map((value) => value.trim());
}

/** Null while no list was loaded yet. */
function offer({ templates, config, locale, hasTemplates }: Context): readonly Offered[] | null {
  if (templates.length === 0 && !hasTemplates) return null;
  return offerTemplates(templates, config.templates, locale);
}

function isThere(template: Offered): boolean {
  return template.available;
}

function answer(
  post: StaffPost,
  session: Session,
  { context, text }: { context: Context; text: string },
): NewDelivery {
  const concerned: Concerned = { sourceId: post.id, sessionId: session.id, tid: post.tid };
  return toAnswer(concerned, { text, createdAt: context.now });
}
