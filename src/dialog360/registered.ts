import type { NotificationSettings } from "../settings/settings.ts";
import type { Webhook } from "./client.ts";

/** Why a webhook would not bring notifications to us; empty where it is ours. @param url ours; null where any may be */
export function compareWebhook(
  registered: Webhook,
  { url, notifications }: { url: string | null; notifications: NotificationSettings },
): readonly string[] {
  if (!registered.url) return ["no webhook is registered"];
  const troubles: string[] = [];
  if (url && toNormal(registered.url) !== toNormal(url)) troubles.push("another URL");
  const authorization = Object.entries(registered.headers).find(
    ([name]) => name.toLowerCase() === "authorization",
  )?.[1];
  const { secrets } = notifications;
  if (!authorization) troubles.push("without a secret");
  else if (!secrets.some((secret) => authorization === `Bearer ${secret}`)) {
    troubles.push("with another secret");
  }
  return troubles;
}

/** `https://bot.example` and `https://bot.example/` are the same. */
function toNormal(url: string): string {
  return URL.canParse(url) ? new URL(url).href : url;
}

/** Why notifications do not arrive by a webhook; without a demand for a secret only its address can be wrong. */
export function findTroubles(
  registered: Webhook,
  notifications: NotificationSettings,
): readonly string[] {
  const { webhookUrl: url, authRequired } = notifications;
  const differences = compareWebhook(registered, { url, notifications });
  return differences.filter((difference) => authRequired || !difference.endsWith(" secret"));
}

/** The registration that brings notifications to us. */
export function toRegistration(
  url: string,
  { secrets }: NotificationSettings,
): { readonly url: string; readonly headers: Readonly<Record<string, string>> } {
  return { url, headers: { Authorization: `Bearer ${secrets[0]}` } };
}

/** A webhook's address for logs and reports: its path may be a secret, so only the beginning of it is shown. */
export function shortenAddress(url: string): string {
  if (!URL.canParse(url)) return "***";
  const { origin, pathname, search } = new URL(url);
  const [first = "", ...rest] = pathname.slice(1).split("/");
  return `${origin}/${first}${rest.length > 0 || search ? "/***" : ""}`;
}
