import { redactPhone, redactPhones, type Customer } from "../../bridge/identity.ts";
import type { Overview, SeenDelivery, SeenSession, Traffic } from "../../bridge/overview.ts";
import { redactText } from "../../bridge/redact.ts";
import { isOwed, toDisplayName } from "../../bridge/session.ts";
import type { HealthBoard } from "../health.ts";

/** What the page shows besides sessions, each part by its name; here every number is redacted. Times are milliseconds. */
export function toSections(
  { counts, waiting, failed, dead, lastFromCustomer, lastFromTeam }: Overview,
  traffic: readonly Traffic[],
): Readonly<Record<"counts" | "waiting" | "failed" | "traffic", unknown>> {
  return {
    counts: { ...counts, lastFromCustomer, lastFromTeam },
    waiting: waiting.map(toDelivery),
    failed: {
      deliveries: failed.map(toDelivery),
      notifications: dead.map((one) => ({ ...one, reason: one.reason && redactText(one.reason) })),
    },
    traffic,
  };
}

/** Who the sessions of a view are with, and how they stand. */
export function toSessions(sessions: readonly SeenSession[]): unknown {
  return sessions.map(({ customer, lastAnsweredAt, ...session }) => ({
    ...session,
    ...toWho(customer),
    owed: isOwed({ ...session, lastAnsweredAt }),
  }));
}

/** Whether notifications can be taken, and what else is wrong. */
export function toHealth(health: HealthBoard): unknown {
  const reasons = health.reasons();
  const degraded = health.degraded().map((trouble) => ({
    ...trouble,
    detail: redactText(trouble.detail),
  }));
  return { ready: reasons.length === 0, reasons, degraded };
}

function toDelivery({ customer, reason, ...delivery }: SeenDelivery): unknown {
  return { ...delivery, reason: reason && redactText(reason), ...(customer && toWho(customer)) };
}

/** People put numbers into their names too. */
function toWho(customer: Customer): { readonly name: string; readonly phone: string | null } {
  return {
    name: redactPhones(toDisplayName(customer)),
    phone: customer.phone ? redactPhone(customer.phone) : null,
  };
}
