import type { NewDelivery } from "../../../../src/bridge/delivery.ts";
import { alwaysThere } from "../../../../src/bridge/hours.ts";
import type { Event } from "../../../../src/bridge/message.ts";
import type { PlanContext } from "../../../../src/bridge/plan/context.ts";
import { plan } from "../../../../src/bridge/plan/plan.ts";
import type { Known } from "../../../../src/bridge/planned.ts";
import type { Profile } from "../../../../src/bridge/profile.ts";
import type { Session } from "../../../../src/bridge/session.ts";
import { createTexts } from "../../../../src/bridge/texts/texts.ts";

export const now = Date.parse("2020-04-22T12:29:39Z");
export const hour = 3_600_000;

export const profile: Profile = {
  config: {
    key: "main",
    chatTitlePrefix: "Whatsapp: ",
    templates: [],
    markRead: "when_read",
    outsideWindow: "refuse",
    windowWarningMinutes: [],
    greeting: null,
    away: null,
    staffSignature: "none",
  },
  hours: alwaysThere,
  texts: createTexts({ locale: "en", timeZone: "Europe/Berlin" }),
};

export const context: PlanContext = {
  ...profile,
  storeId: "store",
  locale: "en",
  hasTemplates: false,
  now,
};

export const nothing: Known = {
  sessions: [],
  deliveries: [],
  sourceIds: [],
  formerTids: [],
  held: [],
  progress: [],
  ownUid: "bot",
  templates: [],
  nextSessionId: 7,
};

export const session: Session = {
  id: 3,
  config: "main",
  customer: { name: "Tobias", phone: "496813000978" },
  chat: { tid: "t1", title: null, generation: 1 },
  startedAt: Date.parse("2020-04-22T12:18:02Z"),
  lastReceivedAt: Date.parse("2020-04-22T12:18:02Z"),
  lastAnsweredAt: null,
  lastSentAt: null,
  windowExpiresAt: Date.parse("2020-04-23T12:18:02Z"),
};

export const withSession: Known = {
  ...nothing,
  sessions: [{ session, identities: [{ kind: "phone", value: "496813000978" }], tids: ["t1"] }],
};

export function planEvents(
  events: readonly Event[],
  known: Known = nothing,
): ReturnType<typeof plan> {
  return plan([{ id: 1, receivedAt: now, events }], [], { known, context });
}

export function message(id: string, from = { phone: "496813000978", name: "Tobias" }): Event {
  const content = { kind: "text", text: `text of ${id}` } as const;
  return { kind: "message", id, from, sentAt: now - hour, content, opensWindow: true };
}

export function post(text: string, more: object = {}): Event {
  const author = { uid: "anna", bot: false, firstName: "Anna", lastName: "Becker" };
  return { kind: "post", id: "m9", tid: "t1", author, text, attachments: [], ...more };
}

export function texts(deliveries: readonly NewDelivery[]): (string | null)[] {
  return deliveries.map(({ outgoing }) => (outgoing && "text" in outgoing ? outgoing.text : null));
}
